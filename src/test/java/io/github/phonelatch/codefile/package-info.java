/**
 * A second provider, complete and small, as somebody else would write one. It shows what a provider has to do, and that the
 * core runs on one that is not EngageLab. It knows nothing of Phonelatch but {@code gateway}.
 */
package io.github.phonelatch.codefile;
