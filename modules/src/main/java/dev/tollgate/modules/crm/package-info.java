/**
 * The module CRM: leads, contacts, companies, deals with their stages, notes, invoices and payments. Owns the schema
 * {@code crm}.
 *
 * <p>Invariants a newcomer would break: a record names only records of its own workspace, by foreign keys over
 * {@code (workspace_id, id)}, except for the ids of a conversion and of an invoice, which are history; a deal's status
 * is the outcome of its stage, which never changes; a conversion locks the lead, then the e-mail address, then the
 * domain; a new invoice locks the counter of numbers last, and a payment its invoice last.
 */
@NullMarked
package dev.tollgate.modules.crm;

import org.jspecify.annotations.NullMarked;
