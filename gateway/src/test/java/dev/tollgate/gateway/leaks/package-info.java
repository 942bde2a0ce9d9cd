/** Alerts of GitHub's secret scanning over HTTP, with a double that signs them. */
package dev.tollgate.gateway.leaks;
