/**
 * The module CRM: contacts, companies, deals with their stages, and notes. Owns the schema {@code crm}; leads, invoices
 * and payments will stand beside these records and name them the same way.
 *
 * <p>Invariants a newcomer would break: a record names only records of its own workspace, by foreign keys over
 * {@code (workspace_id, id)}; a deal's status is the outcome of its stage, which never changes.
 */
@NullMarked
package dev.tollgate.modules.crm;

import org.jspecify.annotations.NullMarked;
