"""Places and organisations: communes, organisations and who represents them, sites."""
