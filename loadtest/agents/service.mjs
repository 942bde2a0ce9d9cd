// Tasks of a support agent.
import assert from 'node:assert/strict';

// What a model searches for when it needs a tool.
export const WORDS = {
    add_ticket_comment: 'write an internal note on a ticket',
    add_ticket_message: 'reply to a ticket',
    create_ticket: 'create a ticket',
    list_ticket_messages: 'read the messages of a ticket',
    list_tickets: 'find tickets',
    update_ticket: 'assign a ticket',
};

/** What is there before. */
export async function prepare(there) {
    const targets = [{ priority: 'urgent', first_response: 60, resolution: 480 }];
    await there('create_queue', { name: 'Customer care', targets });
    const body = 'It has happened twice today. What can we do?';
    for (const subject of ['Engine stops at card 42', 'Invoice has the wrong address', 'Gear is worn']) {
        await there('create_ticket', { subject, body, priority: 'urgent', requester_email: 'byron@king.example' });
    }
}

export const TASKS = {
    'open a ticket': async task => {
        const args = { subject: 'Manual is missing', body: 'Where do I find it?', requester_email: 'mary@orbit.example' };
        assert.equal((await task.write('create_ticket', args)).status, 'new');
    },
    'find what is due first': async task => {
        const found = await task.call('list_tickets', { sort: 'next_due_at', unassigned: true, limit: 5 });
        assert.ok(found[0].next_due_at);
    },
    'read a ticket and reply': async task => {
        const ticket = await task.one('list_tickets', { query: 'card' });
        const said = await task.call('list_ticket_messages', { ticket_id: ticket.id });
        assert.match(said[0].body, /twice/);
        await task.write('add_ticket_message', {
            ticket_id: ticket.id, direction: 'outbound', body: 'We send a new gear today.', set_status: 'waiting_on_customer',
        });
    },
    'assign a ticket with a note for the team': async task => {
        const ticket = await task.one('list_tickets', { query: 'address' });
        await task.write('update_ticket', { id: ticket.id, assignee: 'grace@example.org' });
        await task.write('add_ticket_comment', { ticket_id: ticket.id, body: 'Ask billing first.' });
    },
    'resolve a ticket': async task => {
        const ticket = await task.one('list_tickets', { query: 'worn' });
        assert.equal((await task.write('update_ticket', { id: ticket.id, status: 'resolved' })).status, 'resolved');
    },
};
