"""Files of the national register: opened whatever their size, read line by line."""
