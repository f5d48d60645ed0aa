"""What the pages on activity are called in the search box, besides their names."""

from csipa.admin.finding import call_page

call_page(
    "consultations_grid",
    "semaine grille décomptes compter consultations saisir",
    title="Saisir la semaine",
    main=10,
)
call_page(
    "consultations_planning",
    "garde gardes permanence permanences astreinte salles réserver séances",
    main=15,
)
call_page(
    "consultations_sessions",
    "garde permanence permanences soins non programmés SNP décomptes",
    main=45,
)
call_page("consultations.session", "garde permanence permanences réservations")
call_page("consultations_completeness", "oublis manquants retard relance jours sans saisie")
call_page("consultations_months", "clore clôture contrôler valider rouvrir verrou")
call_page("consultations_answers", "statistiques chiffres activité consultations total")
call_page("consultations_report", "bilan élus rapport annuel mensuel PDF", main=50)
call_page("consultations_import", "excel csv tableur logiciel métier importer")
call_page("consultations_feeds", "ical calendrier agenda téléphone abonnement")
call_page("consultations_prevention_year", "ateliers dépistage santé publique réunions")
call_page("consultations.preventionaction", "ateliers dépistage éducation santé")
call_page("consultations.teammeeting", "réunion pluriprofessionnelle concertation RCP staff")
call_page("consultations.siterecording", "réglages lignes professions compter délai")
