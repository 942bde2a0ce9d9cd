/**
 * The module CMS: sites, collections with schemas, entries with revisions, scheduled publication, campaigns and posts.
 * Owns the schema {@code cms}. Content is served as JSON; nothing is rendered, and nothing is sent to a channel.
 *
 * <p>Invariants a newcomer would break: what is live is a snapshot of its own, which no edit of the entry changes;
 * every write that changes what is live tells {@link dev.tollgate.records.kept.KeptAnswers} in its transaction.
 */
@NullMarked
package dev.tollgate.modules.cms;

import org.jspecify.annotations.NullMarked;
