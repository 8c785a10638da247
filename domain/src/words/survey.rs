//! The two surveys: the mail that asks, the page that takes the answer, and the answers in words.

use super::{Lang, fill, words};
use crate::tickets::survey::{Pressure, SurveyAnswers, SurveyKind};

words! {
    Survey, survey {
        mail_open: "your request {number} has been open for a while. Do you know how it stands and what happens next? It takes half a minute to tell us:",
        mail_solved: "your request {number} is solved. How did it go?",
        mail_more: "It presses more now",
        mail_same: "It is as before",
        mail_less: "It presses less now",
        title_open: "How does your request stand?",
        title_solved: "How did it go?",
        lead_open: "{number} has been open for a while. Your answers go to the people who work on it.",
        lead_solved: "{number} is solved. Your answer goes to the people who worked on it.",
        knows_status: "Do you know how it stands?",
        pressure: "Has it become more or less urgent?",
        more: "More urgent",
        same: "As before",
        less: "Less urgent",
        knows_plan: "Do you know what is planned?",
        knows_next: "Do you know when you hear from us next?",
        score: "How was the help you got?",
        score_1: "Very bad",
        score_2: "Bad",
        score_3: "Fair",
        score_4: "Good",
        score_5: "Very good",
        comment: "What should we know?",
        send: "Send answer",
        change: "Change answer",
        thanks: "Thank you. We have your answer.",
        thanks_hint: "You can change it as long as you like.",
        lead_again: "Your request {number} is open again. Your answer goes to the people who work on it.",
        thanks_again: "Your request is open again, and you hear from us.",
        thanks_carried_on: "{number} carries on with it, and you hear from us.",
        carried_on: "{number} was solved and closed. The help is rated {score} of 5 ({name}).",
        to_home: "Go to the front page",
        banner_solved: "How did it go?",
        banner_go: "Tell us, it takes half a minute",
        says_status: "knows how it stands",
        says_no_status: "does not know how it stands",
        says_plan: "knows the plan",
        says_no_plan: "does not know the plan",
        says_next: "knows when we are in touch next",
        says_no_next: "does not know when we are in touch next",
        says_more: "it presses more",
        says_same: "it presses as before",
        says_less: "it presses less",
    }
    de {
        mail_open: "Ihre Anfrage {number} ist schon länger offen. Wissen Sie, wie es darum steht und wie es weitergeht? Es dauert eine halbe Minute, uns das zu sagen:",
        mail_solved: "Ihre Anfrage {number} ist gelöst. Wie ist es gelaufen?",
        mail_more: "Es eilt jetzt mehr",
        mail_same: "Es ist wie zuvor",
        mail_less: "Es eilt jetzt weniger",
        title_open: "Wie steht es um Ihre Anfrage?",
        title_solved: "Wie ist es gelaufen?",
        lead_open: "{number} ist schon länger offen. Ihre Antworten gehen an die Menschen, die daran arbeiten.",
        lead_solved: "{number} ist gelöst. Ihre Antwort geht an die Menschen, die daran gearbeitet haben.",
        knows_status: "Wissen Sie, wie es darum steht?",
        pressure: "Eilt es mehr oder weniger als zuvor?",
        more: "Es eilt mehr",
        same: "Wie zuvor",
        less: "Es eilt weniger",
        knows_plan: "Wissen Sie, was geplant ist?",
        knows_next: "Wissen Sie, wann Sie wieder von uns hören?",
        score: "Wie war unsere Hilfe?",
        score_1: "Sehr schlecht",
        score_2: "Schlecht",
        score_3: "Mittelmäßig",
        score_4: "Gut",
        score_5: "Sehr gut",
        comment: "Was sollten wir wissen?",
        send: "Antwort senden",
        change: "Antwort ändern",
        thanks: "Danke. Wir haben Ihre Antwort.",
        thanks_hint: "Sie können sie jederzeit ändern.",
        lead_again: "Ihre Anfrage {number} ist wieder offen. Ihre Antwort geht an die Menschen, die daran arbeiten.",
        thanks_again: "Ihre Anfrage ist wieder offen, und Sie hören von uns.",
        thanks_carried_on: "Mit {number} geht es weiter, und Sie hören von uns.",
        carried_on: "{number} war gelöst und geschlossen. Die Hilfe wird mit {score} von 5 bewertet ({name}).",
        to_home: "Zur Startseite",
        banner_solved: "Wie ist es gelaufen?",
        banner_go: "Sagen Sie es uns, es dauert eine halbe Minute",
        says_status: "weiß, wie es steht",
        says_no_status: "weiß nicht, wie es steht",
        says_plan: "kennt den Plan",
        says_no_plan: "kennt den Plan nicht",
        says_next: "weiß, wann wir uns wieder melden",
        says_no_next: "weiß nicht, wann wir uns wieder melden",
        says_more: "es eilt mehr",
        says_same: "es eilt wie zuvor",
        says_less: "es eilt weniger",
    }
}

/// What a score is called.
#[must_use]
pub fn score_name(lang: Lang, score: u8) -> &'static str {
    let w = survey(lang);
    match score {
        0 | 1 => w.score_1,
        2 => w.score_2,
        3 => w.score_3,
        4 => w.score_4,
        _ => w.score_5,
    }
}

#[must_use]
pub fn pressure_name(lang: Lang, pressure: Pressure) -> &'static str {
    let w = survey(lang);
    match pressure {
        Pressure::More => w.more,
        Pressure::Same => w.same,
        Pressure::Less => w.less,
    }
}

/// What the mail asks, with the answers that a click begins with; `link` makes the address for a field and its value.
#[must_use]
pub fn question(lang: Lang, kind: SurveyKind, number: &str, link: impl Fn(&str, &str) -> String) -> String {
    let w = survey(lang);
    let row = |words: &str, field: &str, value: &str| format!("- [{words}]({})", link(field, value));
    let (pattern, rows) = match kind {
        SurveyKind::Open => {
            let choices = [("more", w.mail_more), ("same", w.mail_same), ("less", w.mail_less)];
            (
                w.mail_open,
                choices.map(|(code, words)| row(words, crate::tickets::survey::PRESSURE, code)).to_vec(),
            )
        }
        SurveyKind::Solved => {
            let score =
                |score: u8| row(score_name(lang, score), crate::tickets::survey::SCORE, &score.to_string());
            (w.mail_solved, (1..=crate::tickets::survey::BEST_SCORE).rev().map(score).collect())
        }
    };
    format!("{}\n\n{}", fill(pattern, &[("number", number)]), rows.join("\n"))
}

/// What begins the request that carries on the closed one called `number`, because of a bad score.
#[must_use]
pub fn carried_on(lang: Lang, number: &str, answers: &SurveyAnswers) -> String {
    let SurveyAnswers::Solved { score, comment } = answers else { return in_words(lang, answers) };
    let values = [("number", number), ("score", &score.to_string()), ("name", score_name(lang, *score))];
    let said = fill(survey(lang).carried_on, &values);
    if comment.is_empty() { said } else { format!("{said}\n\n{comment}") }
}

/// Answers as a part of a sentence.
#[must_use]
pub fn in_words(lang: Lang, answers: &SurveyAnswers) -> String {
    let w = survey(lang);
    let SurveyAnswers::Open { knows_status, pressure, knows_plan, knows_next, comment } = answers else {
        return String::new();
    };
    let knows = |knows: Option<bool>, yes, no| knows.map(|knows| if knows { yes } else { no });
    let said = [
        knows(*knows_status, w.says_status, w.says_no_status),
        knows(*knows_plan, w.says_plan, w.says_no_plan),
        knows(*knows_next, w.says_next, w.says_no_next),
        pressure.map(|pressure| match pressure {
            Pressure::More => w.says_more,
            Pressure::Same => w.says_same,
            Pressure::Less => w.says_less,
        }),
        (!comment.is_empty()).then_some(comment.as_str()),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_links_each_answer() {
        let link = |field: &str, value: &str| format!("/s?{field}={value}");
        let solved = question(Lang::En, SurveyKind::Solved, "CW-7", link);
        assert!(solved.starts_with("your request CW-7 is solved"), "{solved}");
        assert!(solved.contains("- [Very good](/s?score=5)\n- [Good](/s?score=4)"), "{solved}");
        let open = question(Lang::De, SurveyKind::Open, "CW-7", link);
        assert!(open.contains("[Es eilt jetzt mehr](/s?pressure=more)"), "{open}");
    }

    #[test]
    fn everything_is_said_in_german_too() {
        assert_eq!(Survey::english_in_german(), Vec::<&str>::new());
    }

    #[test]
    fn answers_make_a_line() {
        let answers = SurveyAnswers::Open {
            knows_status: Some(true),
            pressure: Some(Pressure::More),
            knows_plan: None,
            knows_next: Some(false),
            comment: "Dock 2 stands still".into(),
        };
        assert_eq!(
            in_words(Lang::En, &answers),
            "knows how it stands, does not know when we are in touch next, it presses more, Dock 2 stands still"
        );
    }
}
