/**
 * The module CRM: leads, contacts, companies, deals with their stages, notes, invoices and payments. Owns the schema
 * {@code crm}.
 *
 * <p>Invariant a newcomer would break: a record names only records of its own workspace, by foreign keys over
 * {@code (workspace_id, id)}, except for the ids of a conversion and of an invoice, which are history.
 */
@NullMarked
package dev.tollgate.modules.crm;

import org.jspecify.annotations.NullMarked;
