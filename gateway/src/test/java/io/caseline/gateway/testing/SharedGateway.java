package io.caseline.gateway.testing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the one running gateway of the test run to every test that asks for it; its processors accept everything. */
public final class SharedGateway implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Gateway.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Gateway gateway = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Gateway.class, type -> Gateway.start(), Gateway.class);
        gateway.processors().pauseReplies(false);
        gateway.processors().createCases();
        gateway.processors().decide(0, "SUCCESS");
        return gateway;
    }
}
