/**
 * The module CRM: leads, contacts, companies, deals, notes, invoices and payments. Can be switched on; has no
 * operations yet.
 */
@NullMarked
package dev.tollgate.modules.crm;

import org.jspecify.annotations.NullMarked;
