// Tasks of an editor: content, campaigns, files.
import assert from 'node:assert/strict';

// What a model searches for when it needs a tool.
export const WORDS = {
    create_asset: 'upload a file',
    create_entry: 'write a blog post',
    create_post: 'create a channel post',
    get_asset: 'read a file',
    list_assets: 'find a file',
    list_campaigns: 'list campaigns',
    list_collections: 'collections of content',
    list_entries: 'find an entry',
    list_published_entries: 'what is live on a site',
    publish_entry: 'publish an entry',
    update_entry: 'change an entry',
};

const PRICES = 'Yearly licence: 12,000 EUR';

/** What is there before. */
export async function prepare(there) {
    const site = await there('create_site', { name: 'Product docs', slug: 'docs' });
    const schema = { type: 'object', properties: { body: { type: 'string', format: 'markdown' } }, required: ['body'] };
    const collection = await there('create_collection', { site_id: site.id, key: 'posts', name: 'Blog posts', schema });
    const entry = await there('create_entry', {
        collection_id: collection.id, title: 'First steps', fields: { body: 'Install it.' },
    });
    await there('publish_entry', { id: entry.id });
    await there('create_campaign', { name: 'Spring launch', starts_on: '2030-03-01' });
    await there('create_asset', {
        asset_type: 'document', name: 'Price list', file_name: 'prices.txt', mime_type: 'text/plain', content: PRICES,
    });
}

export const TASKS = {
    'write a post and publish it': async task => {
        const posts = await task.one('list_collections', { key: 'posts' });
        const entry = await task.write('create_entry', {
            collection_id: posts.id, title: 'What is new', fields: { body: 'Everything is *faster*.' },
        });
        assert.equal((await task.write('publish_entry', { id: entry.id })).status, 'published');
    },
    'correct what is live': async task => {
        const entry = await task.one('list_entries', { slug: 'first-steps' });
        await task.write('update_entry', { id: entry.id, fields: { body: 'Install it, then start it.' } });
        await task.write('publish_entry', { id: entry.id });
    },
    'read what is live': async task => {
        assert.ok((await task.call('list_published_entries', { slug: 'docs' }))[0].fields.body);
    },
    'plan a post of a campaign': async task => {
        const campaign = await task.one('list_campaigns', { query: 'spring' });
        await task.write('create_post', {
            campaign_id: campaign.id, channel: 'social', title: 'We are live', status: 'scheduled', scheduled_at: '2030-03-01T09:00:00Z',
        });
    },
    'keep a text as a file': async task => {
        const kept = await task.write('create_asset', {
            asset_type: 'document', name: 'Notes', file_name: 'notes.txt', mime_type: 'text/plain', content: 'They wait for the board.',
        });
        assert.equal(kept.status, 'available');
    },
    'read a file': async task => {
        const asset = await task.one('list_assets', { query: 'price' });
        assert.equal((await task.call('get_asset', { id: asset.id, text: true })).text, PRICES);
    },
};
