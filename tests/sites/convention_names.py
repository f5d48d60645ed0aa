"""The communes of the CPTS Val de Lys Romane as its convention lists them."""

NAMES = (
    "Allouagne ; Ames ; Amettes ; Auchy-au-Bois ; Blessy ; Bourecq ; Burbure ; Busnes ; "
    "Ecquedecques ; Estrée-Blanche ; Ferfay ; Guarbecque ; Ham-en-Artois ; Isbergues ; Lambres ; "
    "Lespesses ; Lières ; Liettres ; Ligny-lès-Aire ; Lillers ; Linghem ; Mazinghem ; "
    "Norrent-Fontes ; Quernes ; Rely ; Robecq ; Rombly ; Saint-Floris ; Saint-Hilaire-Cottes ; "
    "Saint-Venant ; Westrehem ; Witternesse."
)
