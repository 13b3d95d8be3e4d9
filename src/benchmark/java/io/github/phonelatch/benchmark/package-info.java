/** What a sign-in costs beside Keycloak's own, measured on real servers. See {@code docs/benchmarks.md}. */
package io.github.phonelatch.benchmark;
