/**
 * Leads, and their conversion into a contact, a company and a deal.
 *
 * <p>Invariant a newcomer would break: a conversion locks the lead, then the e-mail address, then the domain; the ids
 * that it leaves in the lead are history.
 */
@NullMarked
package dev.tollgate.modules.crm.lead;

import org.jspecify.annotations.NullMarked;
