/** What the provider's outages do to people who sign in, and what they must not do. */
package io.github.phonelatch.it.outage;
