package dev.tollgate.gateway.mcp.prompt;

import dev.tollgate.gateway.mcp.prompt.Workflow.Argument;
import dev.tollgate.gateway.mcp.prompt.Workflow.Step;
import java.util.List;

/** The workflows of the product, for the installed modules. */
final class Workflows {

    private static final Workflow PREPARE_WORKSPACE_SUMMARY = new Workflow(
            "prepare_workspace_summary",
            "Prepare a workspace summary",
            "Summarizes open work, recent activity and cost on one page.",
            List.of(
                    Argument.oneOf("period", "Subject of the summary.", "today", "this_week", "this_month"),
                    Argument.text("audience", "Readers of the summary, such as the founders or the support team.")),
            "Prepare a summary of this workspace.",
            List.of(
                    Step.then("Cover only this period: {period}."),
                    Step.then("Write for this reader: {audience}."),
                    Step.with(
                            "get_workspace",
                            "Call get_workspace to learn the workspace's name, the modules that are on and your scopes."),
                    Step.maybe(
                            "list_tasks", "Call list_tasks with status open; note what is overdue or has no assignee."),
                    Step.maybe("list_deals", "Call list_deals; note the open ones with the largest amounts."),
                    Step.maybe("list_invoices", "Call list_invoices with overdue: true; note amounts and since when."),
                    Step.maybe(
                            "list_tickets",
                            "Call list_tickets with sort next_due_at; note breached ones and those without assignee."),
                    Step.maybe(
                            "search_activities",
                            "Call search_activities for what people and agents did in the period."),
                    Step.maybe(
                            "list_webhook_deliveries",
                            "Call list_webhook_deliveries with status failed; name each endpoint that loses events."),
                    Step.maybe("list_usage", "Call list_usage grouped by module for what the period cost."),
                    Step.then(
                            "Write at most one page: first what needs a decision, then what is open, then what it cost. "
                                    + "Give the id of every record you name. Say what you could not see.")));

    private static final Workflow FOLLOW_UP_CONTACT = new Workflow(
            "follow_up_contact",
            "Follow up a contact",
            "Finds a contact and its history, drafts the next message and creates a follow-up task.",
            List.of(
                    Argument.requiredText("contact", "Name, address or id of the contact."),
                    Argument.text("goal", "Goal of the follow-up."),
                    Argument.oneOf("tone", "Tone of the message.", "friendly", "formal", "brief")),
            "Follow up this contact: {contact}",
            List.of(
                    Step.then("Goal: {goal}"),
                    Step.with(
                            "search_contacts",
                            "Call search_contacts for the contact. If several fit, ask which one is meant; if none, stop."),
                    Step.with("get_contact", "Call get_contact for the whole record."),
                    Step.maybe("list_notes", "Call list_notes about the contact for what is known already."),
                    Step.maybe("list_deals", "Call list_deals for deals that are open with this contact."),
                    Step.maybe("search_activities", "Call search_activities for the last calls and mails."),
                    Step.then("Draft one message that refers to what was said last. Show it and wait for a yes."),
                    Step.then("Its tone: {tone}."),
                    Step.maybe(
                            "create_task",
                            "After the yes, call create_task, due in three days, with contact_id and an"
                                    + " idempotency_key."),
                    Step.maybe("log_activity", "Call log_activity of type agent_action, with contact_id.")));

    private static final Workflow FOLLOW_UP_LEAD = new Workflow(
            "follow_up_lead",
            "Follow up a lead",
            "Finds a lead, decides whether it fits, drafts an answer and converts it on request.",
            List.of(
                    Argument.requiredText("lead", "Name, address or id of the lead."),
                    Argument.text("criteria", "What a good lead has.")),
            "Follow up this lead: {lead}",
            List.of(
                    Step.with(
                            "list_leads",
                            "Call list_leads for the lead. If several fit, ask which one is meant; if none, stop."),
                    Step.with("get_lead", "Call get_lead with detailed: true for the whole record."),
                    Step.then("Judge it by: {criteria}."),
                    Step.maybe(
                            "search_activities", "Call search_activities with its lead_id for what was done already."),
                    Step.then("Draft one answer to its message. Show it with your judgement and wait for a yes."),
                    Step.maybe(
                            "convert_lead",
                            "If it is to be converted, call convert_lead with dry_run: true, tell which contact and company"
                                    + " would be used, and call it again after another yes, with an idempotency_key."),
                    Step.maybe(
                            "update_lead",
                            "If it is not, call update_lead with status disqualified and a disqualified_reason."),
                    Step.maybe("create_task", "Call create_task for the next step, with lead_id or deal_id."),
                    Step.maybe("log_activity", "Call log_activity of type agent_action, with lead_id.")));

    private static final Workflow TRIAGE_TICKET = new Workflow(
            "triage_ticket",
            "Triage a ticket",
            "Reads a ticket and its customer, sets priority and assignee, and drafts a reply.",
            List.of(
                    Argument.text("ticket", "Number, subject or id of the ticket; without it the most urgent one."),
                    Argument.text("policy", "Rules for priorities and assignees.")),
            "Triage a support ticket.",
            List.of(
                    Step.then("The ticket: {ticket}"),
                    Step.with(
                            "list_tickets",
                            "Call list_tickets with sort next_due_at; take the ticket that is meant, else the first that is"
                                    + " new or open."),
                    Step.with("get_ticket", "Call get_ticket for the whole record."),
                    Step.with("list_ticket_messages", "Call list_ticket_messages for what was said."),
                    Step.maybe("list_ticket_comments", "Call list_ticket_comments for notes of the team."),
                    Step.maybe("get_contact", "Call get_contact if it has one, and list_tickets by its contact_id."),
                    Step.then("Decide by: {policy}."),
                    Step.maybe(
                            "update_ticket",
                            "Propose priority, assignee, category and tags; after a yes call update_ticket. If another ticket"
                                    + " says the same, set duplicate_of_id instead."),
                    Step.maybe(
                            "add_ticket_message",
                            "Draft a reply that answers or says what happens next. After a yes call add_ticket_message,"
                                    + " outbound, with an idempotency_key."),
                    Step.maybe("add_ticket_comment", "Call add_ticket_comment with the reasons, for the team.")));

    private static final Workflow DRAFT_ENTRY = new Workflow(
            "draft_entry",
            "Draft an entry",
            "Writes content for a site as a draft by the schema of its collection.",
            List.of(
                    Argument.requiredText("subject", "What the entry is about."),
                    Argument.text("collection", "Name, key or id of the collection."),
                    Argument.text("locale", "Language of the entry, such as en.")),
            "Draft an entry about: {subject}",
            List.of(
                    Step.then("In the collection {collection}."),
                    Step.then("In this language: {locale}."),
                    Step.with(
                            "list_collections",
                            "Call list_collections; read the schema of the one that fits. If several fit, ask."),
                    Step.maybe(
                            "list_entries",
                            "Call list_entries with its collection_id, to match the tone and to see what exists."),
                    Step.then("Write title and fields by the schema. Show them and wait for a yes."),
                    Step.with(
                            "create_entry",
                            "Call create_entry with an idempotency_key. It is a draft: nothing is live."),
                    Step.then("Give the id. Do not publish: a person decides on that.")));

    private static final Workflow EXPLAIN_USAGE = new Workflow(
            "explain_usage",
            "Explain this month's usage",
            "Breaks down the month's charges and explains what causes them.",
            List.of(Argument.oneOf(
                    "group_by",
                    "First grouping of the charges.",
                    "day",
                    "dimension",
                    "credential",
                    "module",
                    "surface")),
            "Explain what this workspace used this month, in UTC, and what it cost.",
            List.of(
                    Step.with(
                            "list_usage",
                            "Call list_usage from the first of this month, once grouped by module and once by credential."),
                    Step.then("Begin with usage grouped by {group_by}."),
                    Step.maybe("get_workspace", "Call get_workspace for the names behind ids and for your limits."),
                    Step.then(
                            "Amounts are micros of US dollars: divide by 1,000,000. Name the three largest parts, what they"
                                    + " were for and how they compare with the days before."),
                    Step.then("Close with one thing that would lower the bill, only if the figures show it.")));

    private Workflows() {}

    static List<Workflow> all() {
        return List.of(
                PREPARE_WORKSPACE_SUMMARY,
                FOLLOW_UP_LEAD,
                FOLLOW_UP_CONTACT,
                TRIAGE_TICKET,
                DRAFT_ENTRY,
                EXPLAIN_USAGE);
    }
}
