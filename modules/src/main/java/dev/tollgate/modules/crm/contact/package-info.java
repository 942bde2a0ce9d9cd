/**
 * Contacts, their companies and notes.
 *
 * <p>Invariant a newcomer would break: one address is one contact of a workspace, however it is written.
 */
@NullMarked
package dev.tollgate.modules.crm.contact;

import org.jspecify.annotations.NullMarked;
