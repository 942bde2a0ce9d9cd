/** The module CMS: sites, collections, entries, campaigns and posts. Can be switched on; has no operations yet. */
@NullMarked
package dev.tollgate.modules.cms;

import org.jspecify.annotations.NullMarked;
