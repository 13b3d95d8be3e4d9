/**
 * What any provider that is called over HTTP with JSON can use: the calls with their threads, circuit and times, the server
 * options that all such providers have, log lines, metrics and traces. Knows no provider: its name, its options and the
 * meaning of its replies are given.
 */
@NullMarked
package io.github.phonelatch.gateway.http;

import org.jspecify.annotations.NullMarked;
