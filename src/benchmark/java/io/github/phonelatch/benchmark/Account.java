package io.github.phonelatch.benchmark;

import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;

/**
 * Somebody with all that a sign-in may need.
 *
 * @param device the cookie of the device that remembers them, or empty
 */
record Account(Person person, Phone phone, AuthenticatorApp app, String device) {}
