"""Words of acts whose form without accents means nothing else: data only.

« modifie », « signe », « marche », « programmes » are French with and without an accent: they are
not here. Of two forms that differ by their accents (« décide », « décidé »), the one that an act
prints in capitals is kept.
"""

WORDS = """
accès accessibilité activité adhésion agréé agrément agglomération aménagement année annuité
antérieur après assemblée assuré autorité bénéfice bénéficiaire bénéficier bâtiment clôture
collège collectivité communauté comité compétence complémentaire conformité conformément
considérant continuité contrôle coopération coordonnées création crèche crédit début décembre
déchéance décide décision déclaration déclare décret défaut défini définition définit dégradation
délai délégataire délégation délégué délibérant délibération délibéré dématérialisation démarche
démographie démographique dénonciation département départemental départementale dépense dépistage
dépôt dérogation désignation désigne développement difficulté diplôme durée échange échéance école
économie économique écrit éducation également égalité église élaboration élection électronique élu
élue émission énergie entité entrée époux équipe équipement établi établie établissement étage
étant état été étendue être étude européen européenne évaluation événement évolution exécute
exécutif exécution exécutoire expérimentation extérieur février fédération fidélité financière
général générale généraliste généralité gère français française gratuité hébergement hôpital hôtel
identité immédiat immédiate indemnité infirmière intégral intégration intercommunalité intérêt
intéressé intérieur journée légal légale législation législatif libéral libérale liberté lycée
majorité matériel matière médecin médecine médiateur médiation médical médicale médico mémoire
ménage métropole mobilité modalité municipalité nécessaire nécessité numéro numérique opérateur
opération particularité particulière périmètre période pérenne pérennité personnalité pièce pôle
possibilité préalable préambule précise précité précision préfecture préfectoral préfectorale
préfet prélèvement première présence présent présente présentation présidence président présidente
prêt prévention prévoit prévu prévue priorité procède procédure procès propriétaire propriété
proximité publicité qualité réception rédaction réduction référence référent régie régime région
régional régionale régisseur règlement réglementaire rémunération rénovation réparation
répartition représentant représentation représentée république réseau réservation réserve
résidence résident résiliation résolution responsabilité réuni réunion révision santé scène séance
secrétaire secrétariat sécurité sélection sénateur série siège société solidarité soussigné
stratégie stratégique supérieur sûreté système téléconsultation télémédecine téléphone télésanté
télétransmission territorialité thème trésorerie trésorier trésorière ultérieur unanimité unité
universalité validité véhicule vérification volonté béthune liévin
"""
"""Singular forms in lower case; their plurals in s are understood."""

IRREGULAR = "généraux départementaux régionaux médicaux légaux libéraux réseaux préfectoraux"
FEMININES = "délégué désigné délibéré agréé intéressé défini réuni précité assuré soussigné"
"""Words of the list whose feminine in e counts too."""
