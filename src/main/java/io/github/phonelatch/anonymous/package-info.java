/**
 * Sign-in by phone and the reset of a password, where somebody asks for a code and has shown nothing yet.
 *
 * <p>Such an anonymous request runs twice. The visible half is answered from the text that was typed, and from nothing else,
 * because an answer that depended on the account would reveal whether there is one (account enumeration). The hidden half is
 * about the account: it sends the message, and checks the code. Of its fate only a right code becomes visible.
 *
 * <pre>
 *   PhoneLoginForm          visible half                      hidden half
 *   ResetAuthenticator      AnonymousCode, DecoyGateway       AccountCode                provider
 *        |                       |                                 |                         |
 *        |  Send                 |                                 |                         |
 *        |----------------------&gt;|  limits, message and challenge  |                         |
 *        |                       |  of the typed text              |                         |
 *        |                       |  send: taken at once            |                         |
 *        |  code page            |- - - on a thread of its own - -&gt;|  find the account       |
 *        |&lt;----------------------|                                 |  its limits, its message|
 *        |                       |                                 |  send (if somebody)     |
 *        |                       |                                 |------------------------&gt;|
 *        |  Verify               |                                 |                         |
 *        |----------------------&gt;|  attempt of the typed text      |                         |
 *        |                       |  verify                         |                         |
 *        |                       |--------------------------------&gt;|  attempt of the account |
 *        |                       |                                 |  verify                 |
 *        |                       |                                 |------------------------&gt;|
 *        |                       |                                 |  consume (one winner)   |
 *        |                       |  right, or wrong                |&lt;------------------------|
 *        |  signed in,           |&lt;--------------------------------|                         |
 *        |  or "wrong code"      |                                 |                         |
 *        |&lt;----------------------|                                 |                         |
 * </pre>
 *
 * <p>Where no account is meant, the hidden half does the same with a made-up message, so that store and provider take as long.
 * The {@link io.github.phonelatch.challenge.VerifiedCode} of the hidden half lets the person in. That of the visible half is of no
 * account.
 */
@NullMarked
package io.github.phonelatch.anonymous;

import org.jspecify.annotations.NullMarked;
