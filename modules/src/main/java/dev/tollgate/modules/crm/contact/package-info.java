/**
 * Contacts, their companies and notes.
 *
 * <p>Invariant a newcomer would break: an e-mail address is stored in lower case, and is compared so; several contacts
 * may have the same one.
 */
@NullMarked
package dev.tollgate.modules.crm.contact;

import org.jspecify.annotations.NullMarked;
