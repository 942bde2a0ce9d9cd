package dev.tollgate.gateway.files;

/**
 * What one transfer may take.
 *
 * @param batchBytes bytes of an upload that are checked and stored at a time
 */
record TransferBounds(TransferPace pace, int batchBytes) {}
