"""What other apps may use of access."""

from lienthong.kernel.access.assign import MANAGE as MANAGE_ROLES
from lienthong.kernel.access.assign import assign_role, end_role, require_another_administrator
from lienthong.kernel.access.delegating import delegate, end_delegation, roles_to_delegate
from lienthong.kernel.access.grants import acting_by, acting_for, actor_for, forget_actors, touch_access
from lienthong.kernel.access.permissions import (
    EVERYTHING,
    NOTHING,
    UnknownPermission,
    all_permissions,
    allows,
    define,
    get,
    is_platform_administrator,
    organisations_with,
    permissions_of,
    require,
    rule,
    units_with,
    visible,
)
from lienthong.kernel.access.roles import ADMINISTRATORS, EVERY_OFFICER, PLATFORM, ROLES
from lienthong.kernel.access.routes import officers_only, public_page, requires, signed_in
from lienthong.kernel.access.scope import scope_of, system_scope

__all__ = [
    "ADMINISTRATORS",
    "EVERYTHING",
    "EVERY_OFFICER",
    "MANAGE_ROLES",
    "NOTHING",
    "PLATFORM",
    "ROLES",
    "UnknownPermission",
    "acting_by",
    "acting_for",
    "actor_for",
    "all_permissions",
    "allows",
    "assign_role",
    "define",
    "delegate",
    "end_delegation",
    "end_role",
    "forget_actors",
    "get",
    "is_platform_administrator",
    "officers_only",
    "organisations_with",
    "permissions_of",
    "public_page",
    "require",
    "require_another_administrator",
    "requires",
    "roles_to_delegate",
    "rule",
    "scope_of",
    "signed_in",
    "system_scope",
    "touch_access",
    "units_with",
    "visible",
]
