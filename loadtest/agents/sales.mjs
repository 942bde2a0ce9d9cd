// Tasks of a sales agent: contacts, companies, deals, leads, invoices, to-dos and activities.
import assert from 'node:assert/strict';

// What a model searches for when it needs a tool.
export const WORDS = {
    complete_task: 'complete a task',
    convert_lead: 'convert a lead',
    create_contact: 'create a contact',
    create_contacts: 'create several contacts',
    create_deal: 'create a deal',
    create_invoice: 'issue an invoice',
    create_lead: 'record a new lead',
    create_note: 'write a note about a deal',
    create_task: 'create a task to follow up',
    create_tasks: 'create several tasks',
    delete_contact: 'delete a contact',
    get_workspace: 'what this credential may do',
    list_deals: 'list deals',
    list_invoices: 'list invoices',
    list_leads: 'list leads',
    list_tasks: 'list tasks',
    log_activity: 'log a phone call',
    record_payment: 'record a payment of an invoice',
    search_activities: 'history of a contact',
    search_companies: 'find a company',
    search_contacts: 'find a contact',
    update_contact: 'change a contact',
    update_deal: 'move a deal to another stage',
    update_lead: 'change a lead',
    update_task: 'change a task',
    void_invoice: 'cancel an invoice',
};

/** How tasks and activities relate to a contact. */
function about(contact) {
    return { contact_id: contact.id };
}

/** An invoice of one line. */
function invoice(name, cents) {
    return {
        currency: 'EUR', bill_to: { name }, lines: [{ description: name, quantity: 1, unit_price_cents: cents, tax_rate: 25 }],
    };
}

/** What is there before. */
export async function prepare(there) {
    for (const [at, [name, outcome]] of [['Open', 'open'], ['Negotiation', 'open'], ['Won', 'won'], ['Lost', 'lost']].entries()) {
        await there('create_deal_stage', { name, outcome, position: at });
    }
    const company = await there('create_company', { name: 'Analytical Engines', domain: 'engines.example' });
    const ada = await there('create_contact', {
        name: 'Ada Lovelace', email: 'ada@engines.example', phone: '+44 20 7946 0100', company_id: company.id,
    });
    await there('create_contact', { name: 'Grace Hopper', email: 'grace@example.org' });
    await there('create_contact', { name: 'Grace Hopper', email: 'grace.hopper@example.org' });
    for (const title of ['Yearly licence', 'Renewal', 'Pilot']) {
        await there('create_deal', {
            title, stage: 'Open', contact_id: ada.id, company_id: company.id, amount_cents: 1200000, currency: 'EUR',
        });
    }
    for (const title of ['Send the contract', 'Ask for a reference', 'Prepare the demo', 'Check the invoice']) {
        await there('create_task', { title, due_at: '2030-12-02', assignee: 'grace@example.org', ...about(ada) });
    }
    await there('log_activity', { type: 'email', summary: 'Sent the price list', ...about(ada) });
    await there('create_lead', { name: 'Lin Berg', email: 'lin@kestrel.example', company_name: 'Kestrel', company_domain: 'kestrel.example' });
    await there('create_lead', { name: 'Nobody in particular', email: 'nobody@example.net', message: 'Buy my list' });
    await there('create_invoice', invoice('Osprey', 40000));
    await there('create_invoice', invoice('Harrier', 50000));
}

export const TASKS = {
    'find out what may be done': async task => {
        assert.ok((await task.call('get_workspace', {})).now);
    },
    'find a contact and log a call': async task => {
        const contact = await task.one('search_contacts', { query: 'ada' });
        await task.write('log_activity', { type: 'call', summary: 'Agreed on the price', ...about(contact) });
    },
    'find out who has an e-mail address': async task => {
        assert.equal((await task.one('search_contacts', { email: 'ada@engines.example' })).name, 'Ada Lovelace');
    },
    'change a phone number': async task => {
        const contact = await task.one('search_contacts', { query: 'lovelace' });
        await task.write('update_contact', { id: contact.id, phone: '+44 20 7946 0199' });
    },
    'create a contact at a company': async task => {
        const found = await task.one('search_companies', { query: 'engines' });
        await task.write('create_contact', { name: 'Charles Babbage', email: 'charles@engines.example', company_id: found.id });
    },
    'delete a duplicate contact': async task => {
        const found = await task.call('search_contacts', { name: 'Grace Hopper' });
        assert.equal(found.length, 2);
        await task.write('delete_contact', { id: found[0].id });
    },
    'open a deal for a contact': async task => {
        const contact = await task.one('search_contacts', { query: 'ada' });
        await task.write('create_deal', {
            title: 'Training', stage: 'Open', contact_id: contact.id, amount_cents: 300000, currency: 'EUR',
        });
    },
    'move a deal to another stage': async task => {
        const deal = await task.one('list_deals', { query: 'licence' });
        assert.equal((await task.write('update_deal', { id: deal.id, stage: 'Negotiation' })).status, 'open');
    },
    'win a deal and say why': async task => {
        const deal = await task.one('list_deals', { query: 'renewal' });
        const changed = await task.write('update_deal', { id: deal.id, stage: 'Won', close_reason: 'Price' });
        assert.equal(changed.status, 'won');
    },
    'list the open deals of a company': async task => {
        const found = await task.one('search_companies', { query: 'analytical' });
        assert.equal((await task.call('list_deals', { company_id: found.id, status: 'open' })).length, 2);
    },
    'write a note about a deal': async task => {
        const deal = await task.one('list_deals', { query: 'licence' });
        await task.write('create_note', { deal_id: deal.id, body: 'They need an answer before the board meets.' });
    },
    'read the history of a contact': async task => {
        const contact = await task.one('search_contacts', { query: 'ada' });
        assert.equal((await task.call('search_activities', about(contact))).length, 2);
    },
    'follow up on Friday': async task => {
        const contact = await task.one('search_contacts', { query: 'ada' });
        await task.write('create_task', { title: 'Send the offer to Ada', due_at: '2030-12-06', ...about(contact) });
    },
    'list open tasks of a person': async task => {
        assert.equal((await task.call('list_tasks', { status: 'open', assignee: 'grace@example.org' })).length, 4);
    },
    'complete a task with its result': async task => {
        const found = await task.one('list_tasks', { query: 'contract' });
        await task.write('complete_task', { id: found.id, completed_note: 'Signed.' });
    },
    'postpone a task': async task => {
        const found = await task.one('list_tasks', { query: 'reference' });
        await task.write('update_task', { id: found.id, due_at: '2030-12-09' });
    },
    'hand a task to somebody else': async task => {
        const found = await task.one('list_tasks', { query: 'demo' });
        await task.write('update_task', { id: found.id, assignee: 'charles@engines.example' });
    },
    'create five tasks at once': async task => {
        const items = ['Book a room', 'Invite all', 'Print badges', 'Order lunch', 'Test the projector'];
        assert.equal((await task.write('create_tasks', { items: items.map(title => ({ title })) })).length, 5);
    },
    'correct a wrong argument': async task => {
        const { field_errors: faults } = await task.refused('create_contact', { name: 'Mary Jackson', mail: 'mary@example.org' });
        assert.match(faults[0].message, /email/);
        await task.write('create_contact', { name: 'Mary Jackson', email: 'mary@example.org' });
    },
    'find Ada, log a call, follow up, move the deal': async task => {
        const contact = await task.one('search_contacts', { query: 'ada' });
        await task.write('log_activity', { type: 'call', summary: 'Ada wants the pilot', ...about(contact) });
        await task.write('create_task', { title: 'Start the pilot', due_at: '2030-12-06', ...about(contact) });
        const deal = await task.one('list_deals', { query: 'pilot' });
        await task.write('update_deal', { id: deal.id, stage: 'Negotiation' });
    },
    'record a lead': async task => {
        const args = { name: 'Mary Somerville', email: 'mary@orbit.example', company_name: 'Orbit', message: 'Please send an offer.' };
        assert.equal((await task.write('create_lead', args)).status, 'new');
    },
    'convert a lead': async task => {
        const lead = await task.one('list_leads', { query: 'lin' });
        assert.equal((await task.write('convert_lead', { id: lead.id })).contact.name, 'Lin Berg');
    },
    'disqualify a lead': async task => {
        const lead = await task.one('list_leads', { email: 'nobody@example.net' });
        await task.write('update_lead', { id: lead.id, status: 'disqualified', disqualified_reason: 'Advertising' });
    },
    'invoice a customer': async task => {
        const found = await task.one('search_companies', { query: 'engines' });
        const issued = await task.write('create_invoice', { ...invoice('Analytical Engines', 33333), company_id: found.id });
        assert.equal(issued.total_cents, 41666);
    },
    'record a payment': async task => {
        const found = await task.one('list_invoices', { query: 'osprey' });
        await task.write('record_payment', { invoice_id: found.id, amount_cents: found.total_cents });
    },
    'cancel a wrong invoice': async task => {
        const found = await task.one('list_invoices', { query: 'harrier' });
        await task.write('void_invoice', { id: found.id, void_reason: 'Wrong customer' });
    },
    'read the timeline of a contact': async task => {
        const contact = await task.one('search_contacts', { query: 'ada' });
        assert.ok((await task.call('search_activities', { timeline: true, ...about(contact) })).length >= 2);
    },
};
