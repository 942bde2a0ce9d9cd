/**
 * Signed URLs of files, and what their routes ask of the module that keeps the files. Owns the form of the URLs and
 * their keys; knows neither HTTP nor the rows.
 */
@NullMarked
package dev.tollgate.records.file;

import org.jspecify.annotations.NullMarked;
