package io.github.phonelatch.it.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Chromium for a test class, given to its {@code @BeforeAll} method as a {@link Browser} and ended after the last test.
 * What a test opens in it is closed after that test. A class that says so in its {@code @ExtendWith} is skipped where
 * there is no Chromium.
 */
public final class InChromium implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(InChromium.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    /** The store ends what is kept in it together with the class. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Chromium.class, key -> Chromium.start(), Chromium.class)
                .browser();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Chromium chromium = context.getStore(NAMESPACE).get(Chromium.class, Chromium.class);
        if (chromium != null) {
            List.copyOf(chromium.browser().contexts()).forEach(BrowserContext::close);
        }
    }
}
