/**
 * The module Activity Log: what happened around the records of a workspace, in the words of who did it. Can be switched
 * on; has no operations yet.
 */
@NullMarked
package dev.tollgate.modules.activity;

import org.jspecify.annotations.NullMarked;
