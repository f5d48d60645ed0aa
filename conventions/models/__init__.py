"""The models of the app, one knowledge a file."""

from conventions.models.act import Act
from conventions.models.act_parts import Effect, Execution, Provision, Recital, Visa, Vote
from conventions.models.annex import Annex
from conventions.models.article import Article, Commitment
from conventions.models.choices import (
    ActState,
    Body,
    ConventionKind,
    LegalForm,
    Nature,
    Origin,
    PartyRank,
)
from conventions.models.convention import Convention
from conventions.models.frozen import DocumentKind, FrozenDocument
from conventions.models.numbering import NumberSeries
from conventions.models.party import EmpoweringAct, Party

__all__ = [
    "Act",
    "ActState",
    "Annex",
    "Article",
    "Body",
    "Commitment",
    "Convention",
    "ConventionKind",
    "DocumentKind",
    "Effect",
    "EmpoweringAct",
    "Execution",
    "FrozenDocument",
    "LegalForm",
    "Nature",
    "NumberSeries",
    "Origin",
    "Party",
    "PartyRank",
    "Provision",
    "Recital",
    "Visa",
    "Vote",
]
