//! The policy that every new desk starts with.

use super::super::PromiseKind;
use super::{
    AlarmAction, AlarmRule, AlarmWhen, Audience, PauseRules, Policy, PolicyRow, Requirement, RiskLimit,
    Target, Targets, Unit,
};

impl Policy {
    /// What every new desk starts with: a reply within 4 hours, else the engineer is reminded and the manager told;
    /// solved within 2 days, else management is alerted; the next contact kept.
    #[must_use]
    pub fn default_policy() -> Self {
        let four_hours = Some(Target::new(4, Unit::Hours));
        let targets = Targets {
            first_reply: four_hours,
            next_reply: four_hours,
            periodic_update: None,
            resolution: Some(Target::new(2, Unit::Days)),
        };
        Self {
            id: "default".into(),
            version: 1,
            name: "Default".into(),
            enabled: true,
            formal: false,
            shown_as_estimate: true,
            calendar: None,
            rows: vec![PolicyRow { ticket_type: None, priority: None, targets }],
            pauses: PauseRules::default(),
            risk: RiskLimit::default(),
            alarms: default_alarms(),
            contact_rule: Requirement::Required,
            plan_rule: Requirement::Nudged,
            contact_within: Some(Target::new(1, Unit::Days)),
            open_survey: Some(Target::new(7, Unit::Days)),
            solved_survey: true,
        }
    }
}

fn default_alarms() -> Vec<AlarmRule> {
    use AlarmAction::Notify;
    use Audience::{Assignee, Lead, Manager};
    let replies = [PromiseKind::FirstReply, PromiseKind::NextReply];
    let rule = |id: &str, promises: &[PromiseKind], when, actions: &[AlarmAction]| AlarmRule {
        id: id.into(),
        promises: promises.to_vec(),
        when,
        actions: actions.to_vec(),
        round_the_clock: false,
    };
    vec![
        rule("reply-soon", &replies, AlarmWhen::PercentBefore(25), &[Notify(Assignee)]),
        rule("reply-missed", &replies, AlarmWhen::AtDue, &[Notify(Assignee), Notify(Manager)]),
        rule("contact-soon", &[PromiseKind::NextContact], AlarmWhen::Before(15 * 60), &[Notify(Assignee)]),
        rule(
            "contact-missed",
            &[PromiseKind::NextContact],
            AlarmWhen::AtDue,
            &[Notify(Assignee), Notify(Lead)],
        ),
        rule(
            "resolution-missed",
            &[PromiseKind::Resolution],
            AlarmWhen::AtDue,
            &[Notify(Lead), Notify(Manager)],
        ),
    ]
}
