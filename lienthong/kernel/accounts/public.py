"""What other apps may use of accounts."""

from lienthong.kernel.accounts.address import client_address
from lienthong.kernel.accounts.demo import demo_accounts, ensure_demo_accounts
from lienthong.kernel.accounts.language import language_of, remember_language
from lienthong.kernel.accounts.limits import TooMany, rate_limit, within_limit
from lienthong.kernel.accounts.managing import (
    disable_account,
    enable_account,
    end_all_sessions,
    issue_temporary_password,
    reset_second_factor,
)
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.opening import open_account, suggest_username
from lienthong.kernel.accounts.profile import profile_of
from lienthong.kernel.accounts.registration import register_citizen
from lienthong.kernel.accounts.reset import set_mailer
from lienthong.kernel.accounts.step_up import (
    StepUpNeeded,
    own_address,
    require_fresh_factor,
    require_step_up,
    step_up_required,
)
from lienthong.kernel.accounts.telling import set_teller, tell_holder, tell_holders
from lienthong.kernel.accounts.tokens import (
    READ,
    WRITE,
    all_scopes,
    authenticate_token,
    create_token,
    define_scope,
    known_scope,
    require_scope,
    revoke_token,
)

__all__ = [
    "READ",
    "WRITE",
    "Account",
    "StepUpNeeded",
    "TooMany",
    "all_scopes",
    "authenticate_token",
    "client_address",
    "create_token",
    "define_scope",
    "demo_accounts",
    "disable_account",
    "enable_account",
    "end_all_sessions",
    "ensure_demo_accounts",
    "issue_temporary_password",
    "known_scope",
    "language_of",
    "open_account",
    "own_address",
    "profile_of",
    "rate_limit",
    "register_citizen",
    "remember_language",
    "require_fresh_factor",
    "require_scope",
    "require_step_up",
    "reset_second_factor",
    "revoke_token",
    "set_mailer",
    "set_teller",
    "step_up_required",
    "suggest_username",
    "tell_holder",
    "tell_holders",
    "within_limit",
]
