package orogen.elasticsearch;

import java.io.Closeable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.elasticsearch.bootstrap.BootstrapCheck;
import org.elasticsearch.bootstrap.BootstrapContext;
import org.elasticsearch.common.transport.BoundTransportAddress;
import org.elasticsearch.env.Environment;
import org.elasticsearch.nativeaccess.NativeAccess;
import org.elasticsearch.nativeaccess.Systemd;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * The server's start, step by step as its own main does it, with two differences. Limits that a container cannot raise are
 * warned of and no reason to stop; and systemd is told here that the server is ready, as the vendor's module does that.
 */
final class Boot {

    private static final String PACKAGE = "org.elasticsearch.bootstrap.";
    private static final List<String> TOLERATED = List.of(
        "max file descriptors ", "max virtual memory areas ", "memory locking requested ", "max number of threads ");

    private Boot() {}

    static void run() {
        try {
            Class<?> server = Class.forName(PACKAGE + "Elasticsearch");
            Object bootstrap = call(server, null, "initPhase1");
            try {
                call(server, null, "initPhase2", bootstrap);
                start(server, bootstrap);
            } catch (NodeValidationException e) {
                call(bootstrap.getClass(), bootstrap, "exitWithNodeValidationException", e);
            } catch (Throwable e) {
                call(bootstrap.getClass(), bootstrap, "exitWithUnknownException", e);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("this server does not start as version 8.19 does", e);
        }
    }

    private static void start(Class<?> server, Object bootstrap) throws Throwable {
        Class<?> type = bootstrap.getClass();
        Node node = new Tolerant(
            (Environment) call(type, bootstrap, "environment"), (PluginsLoader) call(type, bootstrap, "pluginsLoader"));
        Constructor<?> constructor = server.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Object instance = constructor.newInstance(call(type, bootstrap, "spawner"), node);
        // What stops the node at SIGTERM looks here.
        Field field = server.getDeclaredField("INSTANCE");
        field.setAccessible(true);
        field.set(null, instance);
        // A node reads secrets while it is made, and not later.
        ((Closeable) call(type, bootstrap, "secureSettings")).close();
        call(server, instance, "start");
        Systemd systemd = NativeAccess.instance().systemd();
        if (systemd != null) {
            systemd.notify_ready();
        }
    }

    private static Object call(Class<?> type, Object on, String name, Object... arguments) throws Throwable {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
                method.setAccessible(true);
                try {
                    return method.invoke(on, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
        throw new NoSuchMethodException(type.getName() + "." + name);
    }

    private static boolean takes(Class<?>[] types, Object[] arguments) {
        return types.length == arguments.length
            && IntStream.range(0, types.length).allMatch(i -> types[i].isInstance(arguments[i]));
    }

    private static final class Tolerant extends Node {

        Tolerant(Environment environment, PluginsLoader plugins) {
            super(environment, plugins);
        }

        @Override
        protected void validateNodeBeforeAcceptingRequests(
            BootstrapContext context, BoundTransportAddress address, List<BootstrapCheck> checks) throws NodeValidationException {
            try {
                call(Class.forName(PACKAGE + "BootstrapChecks"), null, "check", context, address, checks);
            } catch (NodeValidationException e) {
                for (Throwable failure : e.getSuppressed()) {
                    if (TOLERATED.stream().noneMatch(failure.getMessage()::startsWith)) {
                        throw e;
                    }
                }
                Logger logger = LogManager.getLogger(Boot.class);
                for (Throwable failure : e.getSuppressed()) {
                    logger.warn("stand-in: the vendor's server would refuse to start: {}", failure.getMessage());
                }
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
