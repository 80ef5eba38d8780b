package orogen.elasticsearch;

import java.lang.instrument.Instrumentation;

/** The vendor's entitlement agent, which no registry has: hands the JVM's instrumentation to the entitlement library. */
public final class Agent {

    private Agent() {}

    public static void agentmain(String initialization, Instrumentation instrumentation) throws ReflectiveOperationException {
        Class.forName(initialization).getMethod("initialize", Instrumentation.class).invoke(null, instrumentation);
    }
}
