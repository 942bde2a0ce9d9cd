/**
 * The module Files and Media: files: what they are, where they lie, who may fetch them. Can be switched on; has no
 * operations yet.
 */
@NullMarked
package dev.tollgate.modules.assets;

import org.jspecify.annotations.NullMarked;
