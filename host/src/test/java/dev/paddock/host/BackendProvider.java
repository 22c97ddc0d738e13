package dev.paddock.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** One invocation for each backend and metering mode. */
final class BackendProvider implements TestTemplateInvocationContextProvider {
    /** Native workers where the machine has them: asked once. */
    private static final List<Backend> BACKENDS = available();

    private static List<Backend> available() {
        var backends = new ArrayList<>(List.of(Backend.INTERPRETER));
        try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.AUTO))) {
            if (engine.backend() == Backend.NATIVE) {
                backends.add(Backend.NATIVE);
            }
        }
        return List.copyOf(backends);
    }

    static boolean hasWorkers() {
        return BACKENDS.contains(Backend.NATIVE);
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        var wish = context.getRequiredTestMethod().getAnnotation(OnEveryBackend.class);
        return BACKENDS.stream()
                .flatMap(backend -> Stream.of(wish.value())
                        .map(metering -> new Invocation(EngineConfig.defaults()
                                .withBackend(backend)
                                .withMetering(metering)
                                .withDynamicPaging(wish.paging())
                                .withTick(Duration.ofMillis(2))
                                .withWorkers(16, 0))));
    }

    private static final class Invocation implements TestTemplateInvocationContext, ParameterResolver, AfterEachCallback {
        private final EngineConfig config;
        private final List<Engine> engines = new ArrayList<>();

        Invocation(EngineConfig config) {
            this.config = config;
        }

        @Override
        public String getDisplayName(int index) {
            return config.backend().label() + ", " + config.metering().label();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            var type = parameter.getParameter().getType();
            return type == EngineConfig.class || type == Engine.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            if (parameter.getParameter().getType() == EngineConfig.class) {
                return config;
            }
            var engine = Engine.create(config);
            engines.add(engine);
            return engine;
        }

        @Override
        public void afterEach(ExtensionContext context) {
            engines.forEach(Engine::close);
        }
    }
}
