//! What the REST API says beside the errors every face shares, and its readable description.

use super::words;

words! {
    /// Refusals and headings of the API.
    Api, api {
        title: "Casewell API",
        intro: "Everything the desk does for programs. Times are RFC 3339 in UTC, errors are RFC 9457 problem details.",
        machine: "The same for machines: {address}",
        problems: "Problems",
        problems_intro: "Each answer that is not a success has one of these kinds as its type.",
        parameters: "Parameters",
        body: "Body",
        answers: "Answers",
        required: "required",
        method: "This address does not take that method. The Allow header says which it takes.",
        too_large: "The request is larger than this desk takes.",
        other_site: "Requests that another site caused are not taken.",
        fault: "Something failed on our side. Trying again later is safe.",
        refused: "This request cannot be understood. Compare it with the description of the API.",
        not_found: "There is nothing at this address, or nothing that this token may see.",
        no_token: "Send a bearer token: Authorization: Bearer cw_… An admin of this desk makes one.",
        conflict: "The ticket is not, or no longer, at the version you named. Read it again, then decide.",
        internal: "Something failed on our side. If it happens again, tell the people who run the desk this reference: {id}.",
        not_json: "Send the body as JSON with Content-Type: application/json.",
        bad_token: "This token is unknown or has ended. Ask an admin of this desk for another.",
        key_size: "An Idempotency-Key has 1 to 200 visible characters.",
        key_taken: "This Idempotency-Key was used for another request. Choose a new one.",
        limit_range: "A limit is a number from 1 to {max}.",
        bad_cursor: "This cursor was not given out here. Start again without one.",
        nothing_to_change: "Name at least one field to change.",
        staff_only: "Only staff can set this.",
    }
}
