"""What a careful reader finds in short reports: who speaks, through whom, at what stance, of what happening."""

from collections.abc import Callable

import pytest
from tests.stories import Story, actors, injured, killed, places, targets


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story.of(request.function.__doc__)


# --- who speaks


def test_according_to_behind(story: Story) -> None:
    """On Tuesday, the Marvan Army and its allies recaptured the town of Ostrel, according to the army press office."""
    assert story.says("recaptured") == "the army press office"
    claim = story.claim("recaptured")
    assert claim.event.type == "territory_gained"
    assert actors(claim) == ["the Marvan Army", "its allies"]
    assert "the town of Ostrel" in places(claim)
    assert claim.event.when and claim.event.when.start == "2024-05-14"


def test_according_to_in_front(story: Story) -> None:
    """According to the Tarim Observatory, a monitoring group, rebels shelled the village of Deshti on Monday."""
    assert story.says("shelled") == "the Tarim Observatory"
    assert actors(story.claim("shelled")) == ["rebels"]


def test_speaker_behind_the_words(story: Story) -> None:
    """Gunmen killed six villagers near Koro, a police spokesman said on Friday."""
    assert story.says("killed six villagers") == "a police spokesman"
    assert killed(story.claim("killed six")) == (6, 6)


def test_verb_before_speaker(story: Story) -> None:
    """ "The rebels attacked our positions at dawn," said Colonel Adan Vier, the commander of the garrison."""
    assert story.says("attacked our positions").startswith("Colonel Adan Vier")


def test_pronoun_speaks(story: Story) -> None:
    """Governor Lina Sato visited the hospital. She said that the militia had abducted nine nurses."""
    assert story.says("abducted nine nurses") == "She"
    assert story.claim("abducted").event.type == "abduction"


def test_quotation_over_two_sentences(story: Story) -> None:
    """ "The soldiers burned our houses. They killed my two brothers," said Amina Dor, a resident of Lutana."""
    assert story.says("killed my two brothers").startswith("Amina Dor")
    assert story.says("burned our houses").startswith("Amina Dor")


def test_quotation_goes_on_after_the_speaker(story: Story) -> None:
    """ "We captured the bridge last night," the spokesman said. "We killed four soldiers there." """
    assert story.says("captured the bridge") == "the spokesman"
    assert story.says("killed four soldiers") == "the spokesman"


def test_quotation_over_paragraphs(story: Story) -> None:
    """ "The convoy was attacked near the river, mayor Olek Brandt told reporters.

    "Three trucks were destroyed and two drivers were killed in the ambush."

    The army has not answered.
    """
    assert story.says("two drivers were killed") == "mayor Olek Brandt"


def test_one_lost_quotation_mark_spoils_no_article(story: Story) -> None:
    """ "Rebels attacked the checkpoint, the ministry said.

    Aid groups said that shells hit the market on Sunday.

    The governor said militants seized the radio station.
    """
    assert story.says("shells hit the market") == "Aid groups"
    assert story.says("seized the radio station") == "The governor"


def test_second_verb_keeps_the_speaker(story: Story) -> None:
    """The minister said rebels attacked the port and added that troops had retaken the lighthouse."""
    assert story.says("attacked the port") == "The minister"
    assert story.says("retaken the lighthouse") == "The minister"


def test_speaker_who_spoke_anonymously(story: Story) -> None:
    """An officer in Borun who spoke on condition of anonymity said the drones struck a fuel depot."""
    assert story.says("struck a fuel depot").startswith("An officer in Borun")


# --- through whom


def test_outlet_citing_officials(story: Story) -> None:
    """The Kestrel News Agency, citing two unnamed officials, reported that jets bombed the airfield at Sarn."""
    assert story.says("bombed the airfield") == "two unnamed officials > The Kestrel News Agency"


def test_told_to_a_medium(story: Story) -> None:
    """A resident of Mirova told Radio Belan that soldiers executed five prisoners."""
    assert story.says("executed five prisoners") == "A resident of Mirova > Radio Belan"


def test_told_to_reporters_is_no_relay(story: Story) -> None:
    """General Ruy Castell told reporters that his troops had captured the ridge."""
    assert story.says("captured the ridge") == "General Ruy Castell"


def test_claim_inside_a_claim(story: Story) -> None:
    """The Black Banner claimed responsibility for the bombing, according to the monitoring group Lantern."""
    claim = story.claim("claimed responsibility")
    assert claim.stance == "claimed_responsibility"
    assert [hop.speaker.text for hop in claim.chain] == ["The Black Banner", "the monitoring group Lantern"]


def test_outlets_in_brackets_behind_a_bullet(story: Story) -> None:
    """Armed conflicts and attacks

    - A roadside bomb kills four soldiers near Tolva, the defence ministry says. (Reuters) (BBC News)
    """
    claim = story.claim("kills four soldiers")
    assert [hop.speaker.text for hop in claim.chain] == ["the defence ministry", "Reuters", "BBC News"]
    assert claim.chain[2].beside


def test_outlet_asserts_itself(story: Story) -> None:
    """Rebels captured the mining town of Harra on Sunday after three days of fighting."""
    assert story.says("captured the mining town") == "-"


def test_dateline_is_no_speaker(story: Story) -> None:
    """PORT ELUN (Reuters) - Militants attacked an army base on Friday, officials said."""
    assert story.says("attacked an army base") == "officials"
    assert "Reuters" not in story.claim("attacked an army base").longest.text


# --- stance


def test_denial_in_the_cue(story: Story) -> None:
    """The army denied that its aircraft had bombed the hospital."""
    claim = story.claim("bombed the hospital")
    assert claim.stance == "denied"
    assert story.says("bombed the hospital") == "The army"


def test_denial_in_the_words(story: Story) -> None:
    """The rebels said they did not attack the convoy."""
    assert story.claim("attack the convoy").stance == "denied"


def test_claim_denied_by(story: Story) -> None:
    """Belmark accused Orvia of shelling the border village of Tass, but the claim was swiftly denied by Orvia."""
    accusation, denial = story.claim("shelling the border village"), story.claim("claim was swiftly denied")
    assert actors(accusation) == ["Orvia"]
    assert story.says("shelling the border village") == "Belmark"
    assert denial.stance == "denied"
    assert story.says("claim was swiftly denied") == "Orvia"
    assert denial.event.type == "shelling_or_strike"


def test_plan(story: Story) -> None:
    """The press office said the army is preparing to launch a counter attack on the town."""
    assert story.claim("counter attack").stance == "planned"


def test_hedges(story: Story) -> None:
    """Rebels reportedly seized the dam. The town is believed to have been captured by militants."""
    assert story.claim("seized the dam").stance == "reported_unsure"
    assert story.claim("captured by militants").stance == "reported_unsure"


def test_it_is_believed(story: Story) -> None:
    """It is believed that the militia abducted the two engineers."""
    claim = story.claim("abducted the two engineers")
    assert claim.stance == "reported_unsure"
    assert claim.chain == ()
    assert "believed" not in claim.longest.text


def test_no_doubt_is_no_doubt(story: Story) -> None:
    """There is no doubt that the militia took part in the attack on Ostrel."""
    assert story.claim("took part in the attack").stance == "asserted"


def test_responsibility(story: Story) -> None:
    """A car bomb killed nine people at the market in Dalo. The Hill Front claimed responsibility for the attack."""
    claim = story.claim("claimed responsibility")
    assert claim.stance == "claimed_responsibility"
    assert claim.chain[0].speaker.text == "The Hill Front"
    assert claim.event.type == "explosion_or_bomb"


def test_negated_tail_is_a_second_claim(story: Story) -> None:
    """They said that the town was captured mainly by the Ember Brigade and the Sons of Tolva, and not the Caliphate."""
    by = [c for c in story.claims if c.event.type == "territory_gained"]
    assert sorted(c.stance for c in by) == ["asserted", "denied"]
    asserted, denied = sorted(by, key=lambda c: c.stance)
    assert actors(asserted) == ["the Ember Brigade", "the Sons of Tolva"]
    assert actors(denied) == ["the Caliphate"]


def test_silence_is_a_note_not_a_denial(story: Story) -> None:
    """Shells hit a school in Rusk on Monday. The army declined to comment on the attack."""
    assert [n.kind for n in story.notes] == ["no_comment"]
    assert story.notes[0].speaker and story.notes[0].speaker.text == "The army"
    assert not any("declined" in c.longest.text for c in story.claims)


def test_lives_claimed_have_no_speaker(story: Story) -> None:
    """The strikes have claimed the lives of more than 300 civilians."""
    claim = story.claim("lives")
    assert claim.chain == ()
    assert killed(claim) == (300, None)


# --- happenings, roles, tolls


def test_passive(story: Story) -> None:
    """At least 12 residents of the town were killed by government forces, the observatory said."""
    claim = story.claim("were killed by government forces")
    assert actors(claim) == ["government forces"]
    assert targets(claim) == ["residents of the town"]
    assert killed(claim) == (12, None)
    assert claim.event.type == "attack_on_civilians"


def test_presupposed_support(story: Story) -> None:
    """The ministry said Orvia-backed rebels shelled the harbour."""
    backing = next(c for c in story.claims if c.event.type == "support_or_supply")
    assert actors(backing) == ["Orvia"]
    assert targets(backing) == ["rebels"]
    assert backing.chain[0].speaker.text == "The ministry"


def test_adjective_of_nation_acts(story: Story) -> None:
    """Belmarkian airstrikes on the port of Sall killed dozens of civilians and wounded more than 80, medics said."""
    claim = story.claim("airstrikes")
    assert claim.event.type == "shelling_or_strike"
    assert actors(claim) == ["Belmarkian"]
    assert killed(claim) == (24, None)
    assert injured(claim) == (80, None)


def test_two_happenings_in_one_sentence(story: Story) -> None:
    """Militants seized the police station in Arko, but government troops withdrew from the airport."""
    assert actors(story.claim("seized the police station")) == ["Militants"]
    withdrawal = story.claim("withdrew from the airport")
    assert withdrawal.event.type == "movement_of_forces"
    assert actors(withdrawal) == ["government troops"]


def test_truce(story: Story) -> None:
    """The two sides signed a ceasefire agreement in Kelm on 3 May 2024."""
    claim = story.claim("ceasefire")
    assert claim.event.type == "agreement_or_truce"
    assert claim.event.when and claim.event.when.start == "2024-05-03"


def test_flight(story: Story) -> None:
    """Thousands of families fled their homes in the Adro valley, the refugee agency said."""
    claim = story.claim("fled their homes")
    assert claim.event.type == "displacement"
    assert targets(claim) == ["families"]


def test_demand(story: Story) -> None:
    """The foreign minister called on Orvia to withdraw its troops from the enclave."""
    claim = story.claim("withdraw its troops")
    assert claim.event.type == "statement_or_position"
    assert claim.event.mode == "demand"
    assert actors(claim) == ["The foreign minister"]


def test_a_demand_without_a_verb(story: Story) -> None:
    """The highlanders of Orvia are demanding political and territorial autonomy from the authorities in Kelm."""
    claim = story.claim("territorial autonomy")
    assert (claim.event.type, claim.event.mode) == ("statement_or_position", "demand")
    assert actors(claim) == ["The highlanders of Orvia"]


def test_support_that_ended(story: Story) -> None:
    """Marvan said on Tuesday that it had halted its military aid to the rebels in Orvia."""
    claim = story.claim("halted its military aid")
    assert (claim.event.type, claim.event.mode) == ("support_or_supply", "sanction")


# --- texts that break readers


def test_all_capitals(story: Story) -> None:
    """REBELS SHELLED THE TOWN OF KARNA ON MONDAY, KILLING SIX PEOPLE, THE DEFENCE MINISTRY SAID."""
    assert story.says("SHELLED THE TOWN") == "THE DEFENCE MINISTRY"
    assert killed(story.claim("SHELLED")) == (6, 6)


def test_hard_wrapped_lines(story: Story) -> None:
    """Rebels attacked an army convoy near the town of Selm on
    Monday, killing at least seven soldiers and burning three
    of the trucks that carried fuel to the garrison, the army
    said in a statement.
    """
    claim = story.claim("attacked an army convoy")
    assert claim.chain[0].speaker.text.split() == ["the", "army"]
    assert killed(story.claim("killing at least seven soldiers")) == (7, None)


def test_commas_stripped(story: Story) -> None:
    """The strikes killed 122 civilians he said. Rebels shot down a helicopter near Maro the army said on Monday."""
    assert story.says("killed 122 civilians") == "he"
    assert story.says("shot down a helicopter") == "the army"


def test_a_quiet_page_has_no_claims(story: Story) -> None:
    """The museum will open at nine. Tickets cost four crowns and children enter free of charge."""
    assert story.claims == ()


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace(",", ""),
        lambda t: t.replace('"', "“"),
        lambda t: t.replace(". ", ".\n"),
    ],
    ids=["capitals", "no-break spaces", "no commas", "unpaired marks", "line breaks"],
)
def test_a_damaged_text_still_reads(change: Callable[[str], str]) -> None:
    text = (
        'Rebels captured the town of Ostrel on Monday, the defence ministry said. "We killed nine soldiers," '
        "a commander said. Medics reported that shells hit the hospital."
    )
    assert len(Story.of(change(text)).claims) >= 2


def test_said_and_passed_on(story: Story) -> None:
    """Militants captured the town, the state agency Arna said, according to the Kestrel News Agency."""
    assert story.says("captured the town") == "the state agency Arna > the Kestrel News Agency"


def test_quoted_as_saying(story: Story) -> None:
    """State radio quoted a military source as saying that warplanes had struck the depot near Homa."""
    assert story.says("struck the depot") == "a military source > State radio"


def test_was_quoted_by(story: Story) -> None:
    """General Ruy Castell was quoted by the Arna agency as saying that his troops had captured the ridge."""
    assert story.says("captured the ridge") == "General Ruy Castell > the Arna agency"


def test_one_of_them_speaks(story: Story) -> None:
    """“The men attacked the checkpoints at night,” one of the field sources said."""
    assert story.says("attacked the checkpoints") == "one of the field sources"


def test_what_could_not_be_checked_is_no_denial(story: Story) -> None:
    """Rebels captured the dam, a commander said. His claim could not be independently verified."""
    assert [n.kind for n in story.notes] == ["could_not_be_checked"]
    assert [c.stance for c in story.claims] == ["asserted"]


def test_attacked_by_surprise_names_no_attacker(story: Story) -> None:
    """The garrison was attacked by surprise, the governor said."""
    assert actors(story.claim("attacked by surprise")) == []


def test_others_deny_this(story: Story) -> None:
    """The militia shelled the port, officials said. Others deny this, and the situation remains unclear."""
    denial = story.claim("deny this")
    assert denial.stance == "denied"
    assert story.says("deny this") == "Others"
    assert denial.event.type == "shelling_or_strike"


def test_the_day_of_speaking_is_not_the_day_of_the_event(story: Story) -> None:
    """The media wing said on Thursday that the town had been captured by two local groups."""
    assert story.claim("had been captured").event.when is None


def test_the_day_of_claiming_is_not_the_day_of_the_attack(story: Story) -> None:
    """The Hill Front claimed responsibility for the bombing in a statement on Sunday."""
    assert story.claim("claimed responsibility").event.when is None


def test_nobody_has_claimed_responsibility(story: Story) -> None:
    """A bomb killed two people in Dalo. No group has claimed responsibility for the attack."""
    assert [c.stance for c in story.claims] == ["asserted"]


def test_neither_confirmed_nor_denied(story: Story) -> None:
    """The ministry neither confirmed nor denied that it struck the hospital."""
    assert story.claims == ()
    assert [n.kind for n in story.notes] == ["neither_confirmed_nor_denied"]


def test_attempts_take_no_town(story: Story) -> None:
    """Militants attempted to seize the airport on Monday."""
    assert story.claim("seize the airport").event.type == "battle"


def test_without_a_fight_is_no_denial(story: Story) -> None:
    """The army said it captured the crossing without a fight."""
    assert story.claim("captured the crossing").stance == "asserted"


def test_adjectives_that_open_a_sentence_do_not_act(story: Story) -> None:
    """Intense clashes erupted near Homa on Tuesday."""
    assert actors(story.claim("clashes")) == []


def test_places_do_not_kill(story: Story) -> None:
    """Government jets struck targets in Qalan killing 10 terrorists, the army said."""
    assert actors(story.claim("killing 10")) == ["Government jets"]


def test_a_name_in_apposition_stays_with_the_speaker(story: Story) -> None:
    """The governor, Idris Malo, said that militants had shelled the market."""
    assert story.says("shelled the market") == "The governor, Idris Malo"


def test_contractions_deny_too(story: Story) -> None:
    """The army hadn't announced that rebels attacked Tolva. The rebels said they didn't shell the port."""
    assert story.says("rebels attacked Tolva") == "-"
    assert story.claim("shell the port").stance == "denied"


def test_no_one_was_killed(story: Story) -> None:
    """No civilians were killed in the shelling of Qasr, the army said. No one was wounded."""
    claim = story.claim("No civilians were killed")
    assert claim.stance == "denied"
    assert all(killed(c) is None for c in story.claims)


def test_conditions_and_questions_claim_nothing(story: Story) -> None:
    """If rebels attack Tolva, the army will respond. Who captured the town of Qasr?"""
    assert story.claims == ()


def test_titles_belong_to_the_name(story: Story) -> None:
    """Rebels shelled the port, said Gen. Ali Hassan. Lt. Col. John Doe said troops had captured the ridge."""
    assert story.says("shelled the port") == "Gen. Ali Hassan"
    assert story.says("captured the ridge") == "Lt. Col. John Doe"


def test_labels_of_headlines_are_no_speakers() -> None:
    story = Story.of("BREAKING: Rebels capture the town of Ostrel\n\nRebels captured the town of Ostrel on Sunday.")
    assert all(claim.chain == () for claim in story.claims)


def test_a_dotted_state_backs_too(story: Story) -> None:
    """U.S.-backed fighters seized the oil field on Monday."""
    assert actors(story.claim("U.S.-backed fighters seized")) == ["U.S.-backed fighters"]
    assert [actors(c) for c in story.claims if c.event.type == "support_or_supply"] == [["U.S."]]


def test_who_takes_a_town_and_who_takes_a_break() -> None:
    story = Story.of(
        "Rebels take Ostrel\n\nThe talks took three days. Troops entered the town of Sall and took a break."
    )
    taken = [c.longest.text for c in story.claims if c.event.type == "territory_gained"]
    assert taken == ["Rebels take Ostrel"]
    assert story.claim("Troops entered the town").event.type == "movement_of_forces"
    assert places(story.claim("Rebels take")) == ["Ostrel"]


def test_quotation_over_many_paragraphs(story: Story) -> None:
    """“The shelling began at dawn,” said Omar Dalin, a baker in Kelm.

    “They killed my two neighbours, and we ran to the river.

    “They burned the school.”

    The army denied that it had shelled the town.
    """
    assert story.says("The shelling began") == "Omar Dalin"
    assert story.says("killed my two neighbours") == "Omar Dalin"
    assert story.says("burned the school") == "Omar Dalin"
    assert story.says("had shelled the town") == "The army"


def test_an_odd_number_of_marks(story: Story) -> None:
    """General Salim Oreth said: "Our troops captured the bridge at Kelm and will not leave it.

    The ministry denied the report.

    Aid workers said that three drivers were wounded.
    """
    assert story.says("captured the bridge") == "General Salim Oreth"
    assert story.says("The ministry denied the report") == "The ministry"
    assert story.says("three drivers were wounded") == "Aid workers"


def test_apposition_behind_the_speaker(story: Story) -> None:
    """“No aircraft was shot down,” said Igor Valen, a spokesman for the ministry, which had sent two jets in May."""
    assert story.says("No aircraft was shot down") == "Igor Valen"
    assert story.claim("No aircraft").stance == "denied"


def test_one_speaker_accuses_behind_what_he_says(story: Story) -> None:
    """The officer, who declined to be named, said rebels shelled the port, blaming the Hill Front for two deaths."""
    assert story.says("rebels shelled the port") == "The officer"
    assert story.says("two deaths") == "The officer"
    assert "the Hill Front" in actors(story.claim("two deaths"))


def test_claimed_and_reported(story: Story) -> None:
    """The militia shot down the drone over Selm, its spokesman claimed, Radio Belan reported."""
    assert story.says("shot down the drone") == "its spokesman > Radio Belan"


def test_toll_put_by_a_source(story: Story) -> None:
    """The Arna agency, citing a military source, put the death toll at four."""
    assert story.says("the death toll at four") == "a military source > The Arna agency"
    assert killed(story.claim("the death toll")) == (4, 4)


def test_citing_behind_the_words(story: Story) -> None:
    """Rebels killed nine soldiers near Tolva, the Arna agency reported, citing local residents."""
    assert story.says("killed nine soldiers") == "local residents > the Arna agency"


def test_quoting_without_commas(story: Story) -> None:
    """Kestrel News quoting Orvian officials said on Tuesday that two warplanes had bombed the convoy."""
    assert story.says("bombed the convoy") == "Orvian officials > Kestrel News"


def test_according_to_an_outlet_witnesses_said(story: Story) -> None:
    """According to Radio Belan, witnesses said that troops shelled two houses in Mirova."""
    assert story.says("shelled two houses") == "witnesses > Radio Belan"


def test_an_outlet_reports_what_its_source_said(story: Story) -> None:
    """Zorin News claimed its source said that three militants were killed in Arko."""
    assert story.says("three militants were killed") == "its source > Zorin News"


def test_allegedly(story: Story) -> None:
    """The soldiers allegedly looted the shops in the market of Dalo."""
    claim = story.claim("looted the shops")
    assert claim.stance == "reported_unsure"
    assert claim.chain == ()
    assert actors(claim) == ["The soldiers"]


def test_wire_copy_in_capitals(story: Story) -> None:
    """ARMY SAYS REBELS KILLED NINE SOLDIERS IN RAID ON AIR BASE NEAR KARNA.

    THE MINISTRY DENIED THE CLAIM.
    """
    assert story.says("REBELS KILLED NINE SOLDIERS") == "ARMY"
    assert story.says("DENIED THE CLAIM") == "THE MINISTRY"
    assert story.claim("DENIED THE CLAIM").stance == "denied"


def test_bulleted_digest(story: Story) -> None:
    """• The police said two officers were wounded in Sarn (Kestrel News Agency)
    • A monitor reported shelling near Tolva (Radio Belan)
    • Gunmen abducted a teacher in Dalo. (Arna) (Radio Belan)
    """
    assert story.says("two officers were wounded") == "The police > Kestrel News Agency"
    assert story.says("shelling near Tolva") == "A monitor > Radio Belan"
    assert story.says("abducted a teacher") == "Arna > Radio Belan"


def test_an_outlet_in_brackets_ends_the_paragraph(story: Story) -> None:
    """Rebels shelled the airport at Sarn, officials said. Four people were killed. (Kestrel News Agency)"""
    assert story.says("shelled the airport") == "officials > Kestrel News Agency"
    assert story.says("Four people were killed") == "Kestrel News Agency"


def test_the_medium_of_a_statement(story: Story) -> None:
    """The ministry said on Telegram that nine drones were shot down. “No drone was lost,” said a pilot in Sarn."""
    assert story.claim("nine drones were shot down").chain[0].medium
    assert story.claim("nine drones were shot down").chain[0].medium.text == "Telegram"
    assert story.claim("No drone was lost").chain[0].medium is None


def test_who_claims_to_speak_for_whom_is_not_mixed_up(story: Story) -> None:
    """The guard says it shot down a drone. The army says its jets bombed a depot. The mayor says nobody was killed."""
    assert story.says("shot down a drone") == "The guard"
    assert story.says("bombed a depot") == "The army"
    assert story.says("nobody was killed") == "The mayor"


def test_who_declines_to_comment_claims_nothing(story: Story) -> None:
    """The army declined to comment on the attack on Selm. It refused to say whether its jets had bombed the town.

    The officer, who would not comment on the raid, said that rebels killed two guards.
    """
    assert [(c.longest.text, c.chain[0].speaker.text) for c in story.claims if c.chain] == [
        ("rebels killed two guards", "The officer")
    ]
    assert [n.kind for n in story.notes] == ["no_comment"] * 3


def test_whoever_blames_in_the_passive_speaks(story: Story) -> None:
    """A blast killed six people on Monday. The Hill Front (HF) was blamed by the council of Sela."""
    assert story.says("was blamed") == "the council of Sela"
    assert actors(story.claim("was blamed")) == ["The Hill Front (HF)"]


def test_neither_side_commenting_is_silence(story: Story) -> None:
    """Shells hit the market of Sela on Monday. Neither side has commented on the attack."""
    assert not [claim for claim in story.claims if "commented" in claim.longest.text]
    assert [note.kind for note in story.notes] == ["no_comment"]


def test_in_a_headline_those_killed_did_nothing(story: Story) -> None:
    """Jets hit fuel port of Sela, 7 workers killed

    Jets bombed the port of Sela on Thursday, the port's director said.
    """
    claim = story.claim("7 workers killed")
    assert actors(claim) != ["7 workers"]
    assert killed(claim) == (7, 7)


def test_who_could_not_verify_said_nothing_of_it(story: Story) -> None:
    """Medics said that they received nine bodies after the raid on Sela. Reuters could not immediately verify it."""
    assert not [claim for claim in story.claims if "verify" in claim.longest.text]
    assert [note.kind for note in story.notes] == ["could_not_be_checked"]
