"""Finding without accents, by number, by unfinished words, and never what one may not see."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.access import scope
from lienthong.kernel.actions.public import Ref
from lienthong.kernel.search.public import find, put, remove


@pytest.fixture
def clerk(make):
    return make.actor(make.officer("van_thu"))


def index(actor, number, title, **facts):
    put(
        Ref("test.doc", title),
        kind="document",
        title=title,
        number=number,
        organisation_ids=[actor.organisation_id],
        url="/x/",
        **facts,
    )


def titles(hits):
    return [hit.title for hit in hits]


def test_words_without_accents_find_the_accented_title(clerk):
    index(clerk, "", "Kế hoạch ứng dụng công nghệ thông tin")

    assert titles(find(clerk, "ke hoach ung dung")) == ["Kế hoạch ứng dụng công nghệ thông tin"]


def test_both_tone_placements_meet(clerk):
    index(clerk, "", "Nhà văn hoá xã")

    assert titles(find(clerk, "nhà văn hóa")) == ["Nhà văn hoá xã"]


def test_exact_accents_rank_first(clerk):
    index(clerk, "", "Hội đồng phối hợp tỉnh")
    index(clerk, "", "Hội đong phoi hop tỉnh")

    assert titles(find(clerk, "phối hợp"))[0] == "Hội đồng phối hợp tỉnh"


@pytest.mark.parametrize("question", ["1575/QĐ-UBND", "1575 qd ubnd", "1575/qđ"])
def test_document_number_is_found_with_and_without_its_marks(clerk, question):
    index(clerk, "1575/QĐ-UBND", "Về việc giao biên chế")

    assert titles(find(clerk, question)) == ["Về việc giao biên chế"]


def test_last_word_may_be_unfinished(clerk):
    index(clerk, "", "Quy hoạch sử dụng đất")

    assert titles(find(clerk, "quy hoach su d")) == ["Quy hoạch sử dụng đất"]


def test_misspelt_word_gives_a_guess_that_says_so(clerk):
    index(clerk, "", "Khuyến nông khuyến lâm")

    assert [(hit.title, hit.guessed) for hit in find(clerk, "khuyen nomg")] == [
        ("Khuyến nông khuyến lâm", True)
    ]


def test_other_agencies_entries_are_neither_found_nor_guessed(clerk, make):
    index(clerk, "", "Hồ sơ cán bộ tuyệt đối riêng")
    stranger = make.actor(make.officer("van_thu"))

    assert find(stranger, "hồ sơ cán bộ") == []
    assert find(stranger, "ho so cam bo tuyet doj") == []


def test_row_security_hides_the_index_from_plain_sql(clerk):
    """S12"""
    index(clerk, "", "Văn bản nội bộ")
    scope.enter(scope.NOTHING)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from search_entry")
        seen = cursor.fetchone()[0]
    scope.enter(scope.EVERYTHING)

    assert seen == 0


def test_citizen_finds_his_own_things_only(make):
    owner, other = make.citizen(), make.citizen()
    put(Ref("test.doc", "9"), kind="dossier", title="Đăng ký hộ kinh doanh", account_id=owner.pk)

    assert titles(find(make.actor(owner), "ho kinh doanh")) == ["Đăng ký hộ kinh doanh"]
    assert find(make.actor(other), "ho kinh doanh") == []


def test_renewed_entry_replaces_the_old_words(clerk):
    put(
        Ref("test.doc", "1"),
        kind="document",
        title="Bản thảo lần đầu",
        organisation_ids=[clerk.organisation_id],
    )
    put(
        Ref("test.doc", "1"),
        kind="document",
        title="Bản chính thức",
        organisation_ids=[clerk.organisation_id],
    )

    assert titles(find(clerk, "thảo lần đầu")) == []
    remove(Ref("test.doc", "1"))
    assert titles(find(clerk, "chính thức")) == []


def test_search_is_one_statement_and_a_scope(clerk, django_assert_num_queries):
    index(clerk, "", "Thông báo lịch nghỉ")

    with django_assert_num_queries(3):  # scope in, search, scope back
        find(clerk, "thong bao lich nghi")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=250))
def test_any_text_is_a_question_without_error(clerk, text):
    find(clerk, text)
