// Tasks of an analyst and an integrator: event types, definitions of events, product events and questions about them.
import assert from 'node:assert/strict';

// What a model searches for when it needs a tool.
export const WORDS = {
    approve_event_definition: 'approve an event definition',
    create_dataset: 'save a question as a dataset',
    create_event_definition: 'define an event',
    get_dataset: 'rows of a dataset',
    list_event_types: 'which event types exist',
    list_tracking_plans: 'tracking plans',
    list_violations: 'find violations',
    publish_event: 'publish an event',
    query_insights: 'ask for numbers',
    refresh_dataset: 'refresh a dataset',
    register_event_type: 'register an event type',
    resolve_violation: 'resolve a violation',
    track_events: 'track product events',
    validate_event: 'check an event',
};

const ORDER = {
    type: 'object',
    properties: { order_id: { type: 'string', maxLength: 64 }, amount_cents: { type: 'integer' } },
    required: ['order_id'],
};
const LAST_WEEK = { last: { n: 7, unit: 'day' }, grain: 'day' };
const SIGNUPS = { source: { event: 'signed_up' }, measures: [{ op: 'count' }], time: LAST_WEEK };

/** What is there before. */
export async function prepare(there) {
    const plan = await there('create_tracking_plan', { name: 'Product', is_default: true, enforcement: 'quarantine' });
    const defined = await there('create_event_definition', { plan_id: plan.id, name: 'ordered', schema: ORDER });
    await there('approve_event_definition', { id: defined.id });
    const events = Array.from({ length: 20 }, (_, at) => ({ name: 'signed_up', event_id: `signed-up-${at}`, actor: `actor-${at}` }));
    await there('track_events', { events });
    await there('track_events', { events: [{ name: 'ordered', properties: { amount_cents: 100 } }] });
    await there('register_event_type', { type: 'order.paid', description: 'A customer has paid an order.', schema: ORDER });
}

export const TASKS = {
    'publish an event of your own': async task => {
        const types = await task.call('list_event_types', { module: 'custom' });
        assert.equal(types[0].type, 'order.paid');
        await task.write('publish_event', { type: 'order.paid', data: { order_id: 'order-4711', amount_cents: 12900 } });
    },
    'register an event type': async task => {
        await task.write('register_event_type', { type: 'order.sent', description: 'An order has left.', schema: ORDER });
    },
    'define an event and approve it': async task => {
        const plan = await task.one('list_tracking_plans', { query: 'product' });
        const defined = await task.write('create_event_definition', { plan_id: plan.id, name: 'returned', schema: ORDER });
        assert.equal((await task.write('approve_event_definition', { id: defined.id })).status, 'approved');
    },
    'check an event before sending it': async task => {
        const verdict = await task.call('validate_event', { name: 'ordered', properties: { amount_cents: 100 } });
        assert.match(JSON.stringify(verdict), /order_id/);
    },
    'discard bad events': async task => {
        const found = await task.call('list_violations', { status: 'open' });
        assert.ok(found.length > 0);
        await task.write('resolve_violation', { id: found[0].id, resolution: 'discard' });
    },
    'track what a customer did': async task => {
        const events = [{ name: 'signed_up', event_id: 'signed-up-ada', actor: 'ada' }];
        await task.write('track_events', { events });
    },
    'count sign-ups by day': async task => {
        const { series } = await task.call('query_insights', { query: SIGNUPS });
        assert.ok(series[0].total >= 20);
    },
    'value of won deals by month': async task => {
        const measures = [{ op: 'sum', of: 'amount_cents' }];
        const time = { last: { n: 12, unit: 'month' }, grain: 'month' };
        const query = { source: { record: 'crm.deal' }, measures, filters: [{ field: 'status', op: 'eq', value: 'won' }], time };
        assert.ok((await task.call('query_insights', { query })).series);
    },
    'save a question and refresh it': async task => {
        const dataset = await task.write('create_dataset', { name: 'Sign-ups', query: SIGNUPS });
        await task.write('refresh_dataset', { id: dataset.id });
        assert.equal((await task.call('get_dataset', { id: dataset.id })).name, 'Sign-ups');
    },
};
