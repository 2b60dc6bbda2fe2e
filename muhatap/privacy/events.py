"""What happened to personal data; each subject has its own page of facts."""

from muhatap.privacy.request_events import CaseErased as CaseErased
from muhatap.privacy.request_events import DataCopyDestroyed as DataCopyDestroyed
from muhatap.privacy.request_events import DataCopyFetched as DataCopyFetched
from muhatap.privacy.request_events import DataCopyMade as DataCopyMade
from muhatap.privacy.request_events import ErasureBegun as ErasureBegun
from muhatap.privacy.request_events import ErasureEnded as ErasureEnded
from muhatap.privacy.request_events import ErasurePlanned as ErasurePlanned
from muhatap.privacy.request_events import ErasureRested as ErasureRested
from muhatap.privacy.request_events import IdentityAsked as IdentityAsked
from muhatap.privacy.request_events import PersonErased as PersonErased
from muhatap.privacy.request_events import PrivacyAnswered as PrivacyAnswered
from muhatap.privacy.request_events import PrivacyAsked as PrivacyAsked
from muhatap.privacy.request_events import PrivacyDecided as PrivacyDecided
from muhatap.privacy.request_events import PrivacyExtended as PrivacyExtended
from muhatap.privacy.request_events import PrivacyRightCorrected as PrivacyRightCorrected
from muhatap.privacy.request_events import ProcessingRestricted as ProcessingRestricted
from muhatap.privacy.request_events import PurposeStated as PurposeStated
from muhatap.privacy.request_events import RestrictedOpened as RestrictedOpened
from muhatap.privacy.request_events import RetentionRan as RetentionRan
