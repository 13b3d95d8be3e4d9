/**
 * A simulator of EngageLab OTP for tests and demos: the same paths, checks and errors, on a clock and with faults that a test
 * controls, and a page that shows what each phone received. Mails that Keycloak sends to the same people can be sent to it too,
 * and stand there beside the messages. It sends nothing to anybody and must never stand in for the
 * provider in production: whoever reaches it can read every code.
 *
 * <p>A mail goes {@code MailServer} → {@code Provider}. A request goes {@code RequestHandler} → {@code ProviderApi} or {@code ControlApi} → {@code Provider}, which holds all state behind one lock.
 */
@NullMarked
package io.github.phonelatch.tools.simulator;

import org.jspecify.annotations.NullMarked;
