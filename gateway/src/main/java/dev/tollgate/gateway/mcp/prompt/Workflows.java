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
        return List.of(PREPARE_WORKSPACE_SUMMARY, FOLLOW_UP_CONTACT, EXPLAIN_USAGE);
    }
}
