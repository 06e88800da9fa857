"""The furniture table: what goes, and, more than that, what must stay."""

import pytest

from sayso.reports.furniture import judge

REPORT = "The army said on Thursday that its units had taken the town after two days of fighting."


def stays(line: str, *, top: bool = True) -> bool:
    """Whether the line is kept whole, above or below the sentences of a report."""
    page = [line, REPORT, REPORT, REPORT] if top else [REPORT, REPORT, REPORT, line]
    verdict = judge(page)[0 if top else 3]
    return verdict.kept == (0, len(line))


@pytest.mark.parametrize(
    "line",
    [
        "2,500 $",
        "$3,100 of $5,000",
        "Click to see the full-size image",
        "Tap to enlarge image",
        "Do you like this content? Consider helping us!",
        "Donate via PayPal or by bank transfer",
        "If you value our reporting, please donate today.",
        "Share this article on Facebook Twitter WhatsApp Telegram",
        "12.4K views",
        "Sign up for our daily newsletter",
        "Get the latest news straight to your inbox.",
        "You have reached your limit of free articles this month.",
        "Photo: Omar Haddad / Northern Press",
        "(AFP/Omar Haddad)",
        "FILE PHOTO: Smoke over the old port, 3 May 2019. REUTERS/Omar Haddad",
        "Smoke rises above the old port on Monday. (AP Photo/Omar Haddad)",
        "A man walks through the market in the old town [Omar Haddad/Reuters]",
        "Image caption The bridge was hit twice",
        "© 2019 Northern Press. All rights reserved.",
        "This material may not be published, broadcast or rewritten.",
        "Read more: Ten things to know about the truce",
        "READ ALSO – The bridge that divides a town",
        "Reporting by Anna Petrov; Editing by Omar Haddad",
        "(Additional reporting by Anna Petrov in Tell Zahra and Omar Haddad)",
        "Associated Press writers Anna Petrov in Tell Zahra and Omar Haddad contributed to this report.",
        "We use cookies to give you the best experience on our site.",
        "Home > News > Middle East",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Your browser does not support the video tag.",
        "Tags: truce, bridge, Tell Zahra",
        "Follow us on Telegram: https://t.me/northernpress",
        "3 min read",
        "Updated 3 hours ago",
        "Subscribe to our YouTube channel",
        "Have an opinion on this story? Share it!",
        "For more information, please contact: press@example.org",
    ],
)
def test_furniture_goes(line: str) -> None:
    assert not stays(line, top=False)


@pytest.mark.parametrize(
    "line",
    [
        REPORT,
        "Army enters the old port",
        "AFP: ten killed in raid on the bridge",
        "UN: 300 dead in attack on camp",
        "SANA: army retakes the old port",
        "Analysis: why the truce failed",
        "LIVE: shells fall on the capital",
        "Video: soldiers enter the port",
        "Reporting by the UN shows that 300 people died in the camp.",
        "Reports by residents said that 300 people died.",
        "This report cannot be verified independently.",
        "France contributed to the strikes on the convoy.",
        "Reuters journalists in the town reported shelling at night.",
        "Comments by the minister on the attack were met with anger.",
        "We need your help to end the siege, the mayor told the assembly.",
        "Without your support we would not have won, he told the fighters.",
        "By Monday evening the army had taken the bridge.",
        "Published figures show that 300 people died in 2017.",
        "Related attacks killed five people in the south.",
        "Supporters of the council raised 5,000 dollars for the wounded.",
        "Save the Children said that 12 of the dead were minors.",
        "Facebook took down the group's page, and Twitter followed.",
        "Source: a commander of the northern front",
        "Background: the town fell in May.",
        "More than 40 people were wounded, the hospital said.",
        "He added: “Follow the law.”",
        "5 killed, 12 wounded (Reuters)",
        "Sign of the times: rebels hand over arms.",
        "« We took the town at dawn »",
        "Share of the blame lies with the coalition, the report says.",
        "With Turkish support, the rebels took the hill.",
        "Watch: drone strikes a convoy near the border crossing",
        "Register of missing persons grows to 4,000 names.",
        "The governor's office had no comment.",
        "Caption of the video released by the group names the commander.",
    ],
)
def test_true_sentences_and_headlines_stay(line: str) -> None:
    assert stays(line, top=True)
    assert stays(line, top=False)


def test_a_list_of_related_stories_goes_up_to_the_next_sentence() -> None:
    page = [REPORT, "Related stories", "The bridge that divides a town", "Ten things to know", REPORT]
    assert [verdict.kept is not None for verdict in judge(page)] == [True, False, False, False, True]


def test_comments_go_to_the_end_but_only_from_the_lower_half() -> None:
    page = [REPORT, REPORT, REPORT, "3 Comments", "I was there and saw it all happen, nobody fired a shot.", "Liar."]
    assert [verdict.kept is not None for verdict in judge(page)] == [True, True, True, False, False, False]
    top = ["Comments", REPORT, REPORT, REPORT]
    assert all(verdict.kept for verdict in judge(top))


def test_a_close_that_has_run_into_the_last_sentence_is_cut() -> None:
    line = f"{REPORT} Reporting by Anna Petrov; Editing by Omar Haddad Our Standards: The Trust Principles."
    (*_, verdict) = judge([REPORT, REPORT, line])
    assert verdict.kept == (0, len(REPORT))
