"""Names that look like another's: marks that turn the reading direction or show nothing are no part of a name."""

from __future__ import annotations

import pytest

from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.profile import change_profile
from lienthong.kernel.accounts.registration import register_citizen
from lienthong.kernel.directory.models import Organisation, Person
from lienthong.kernel.forms.public import Form

TURNED = "Trần \u202eVân\u202c\u200b"
SCHEMA = {
    "type": "object",
    "properties": {"full_name": {"type": "string", "title": "Họ và tên", "maxLength": 80}},
    "required": ["full_name"],
}
PASSWORD = "ngày-nắng-bên-sông-Mã"


def test_name_of_a_person_is_kept_without_the_marks(make):
    assert make.person(TURNED).full_name == "Trần Vân"


def test_name_of_an_agency_is_kept_without_the_marks(make):
    made = make.organisation("Sở \u2067Nội vụ\u2069")

    assert Organisation.objects.get(pk=made.pk).name == "Sở Nội vụ"


def test_citizen_registers_without_the_marks(db):
    account = register_citizen(full_name=TURNED, contact="0912345678", password=PASSWORD)

    assert account.person.full_name == "Trần Vân"


def test_profile_is_changed_without_the_marks(make):
    citizen = make.citizen("Trần Vân")

    change_profile(citizen, {"full_name": "Lê \u200fNam\u200e"})

    assert Person.objects.get(pk=citizen.person_id).full_name == "Lê Nam"


def test_user_name_with_a_mark_is_the_same_user_name(db):
    Account.objects.create_user("van.thu", "x", kind="officer")

    assert Account.objects.get_by_natural_key("van\u200b.th\u202cu").username == "van.thu"


def test_form_on_the_screen_takes_the_text_without_the_marks():
    """Pasted text brings them along unseen; the refusal named a fault that nobody could find."""
    values, errors = Form(SCHEMA).read({"full_name": "\ufeffTrần\u00a0\u202eVân"})

    assert (values, errors) == ({"full_name": "Trần Vân"}, {})


@pytest.mark.parametrize("name", [TURNED, "\u2067Trần Vân", "Trần\u200bVân"])
def test_answer_of_a_program_with_such_marks_is_refused_by_name(name):
    assert list(Form(SCHEMA).check({"full_name": name})) == ["/full_name"]


@pytest.mark.parametrize("name", ["محمد علي", "Trần\u00a0Vân", "क्\u200dष"])
def test_answer_in_any_script_is_taken_whole(name):
    assert Form(SCHEMA).check({"full_name": name}) == {}
