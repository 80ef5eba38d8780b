package orogen.elasticsearch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.bootstrap.BootstrapInfo;
import org.elasticsearch.bootstrap.ServerArgs;
import org.elasticsearch.common.io.stream.OutputStreamStreamOutput;
import org.elasticsearch.common.settings.KeyStoreWrapper;
import org.elasticsearch.common.settings.SecureString;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.nativeaccess.NativeAccess;
import org.elasticsearch.nativeaccess.Systemd;
import org.elasticsearch.node.InternalSettingsPreparer;

/**
 * Starts the server, as the vendor's server-cli and systemd module do, which no registry has: reads settings and keystore, hands
 * them over, and tells systemd when the server is ready. The vendor does it from a second JVM, this in the server's own.
 */
public final class Server {

    private Server() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        Path pid = null;
        boolean quiet = false;
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean last = i + 1 == arguments.length;
            if (argument.equals("-q") || argument.equals("--quiet")) {
                quiet = true;
            } else if (argument.equals("-p") && !last) {
                pid = Path.of(arguments[++i]).toAbsolutePath();
            } else if (argument.equals("-E") && !last) {
                put(settings, arguments[++i]);
            } else if (argument.startsWith("-E")) {
                put(settings, argument.substring(2));
            } else {
                throw refused("unknown option " + argument + ": this launcher knows -p FILE, -q and -E NAME=VALUE");
            }
        }
        System.setIn(new SequenceInputStream(new ByteArrayInputStream(handedOver(settings, pid, quiet)), new Silence()));
        System.setErr(new PrintStream(new Ready(System.err), true));
        Method main = Class.forName("org.elasticsearch.bootstrap.Elasticsearch").getMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw refused(e.getCause().toString());
        }
    }

    private static byte[] handedOver(Map<String, String> settings, Path pid, boolean quiet) throws Exception {
        settings.put("path.home", System.getProperty("es.path.home"));
        Path configuration = Path.of(System.getProperty("es.path.conf"));
        Environment environment;
        KeyStoreWrapper keystore;
        try {
            environment = InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, settings, configuration, Server::host);
            keystore = KeyStoreWrapper.bootstrap(configuration, () -> new SecureString(new char[0]));
        } catch (Exception e) {
            throw refused(e.toString());
        }
        ServerArgs handed = new ServerArgs(
            false, quiet, pid, keystore, environment.settings(), environment.configDir(), environment.logsDir());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStreamStreamOutput stream = new OutputStreamStreamOutput(bytes)) {
            handed.writeTo(stream);
        }
        return bytes.toByteArray();
    }

    private static void put(Map<String, String> settings, String pair) {
        String[] parts = pair.split("=", 2);
        if (parts.length != 2) {
            throw refused("-E wants NAME=VALUE, not " + pair);
        }
        settings.put(parts[0], parts[1]);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static RuntimeException refused(String why) {
        System.err.println("elasticsearch: " + why);
        System.exit(78);
        return new IllegalStateException(why);
    }

    /** What follows the handed over bytes: nothing, for ever. At its end the server would take its launcher for dead. */
    private static final class Silence extends InputStream {

        @Override
        public int read() throws IOException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }
    }

    /** Standard error, on which the server writes one character once it is ready. */
    private static final class Ready extends FilterOutputStream {

        Ready(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (b == BootstrapInfo.SERVER_READY_MARKER) {
                Systemd systemd = NativeAccess.instance().systemd();
                if (systemd != null) {
                    systemd.notify_ready();
                }
            } else {
                out.write(b);
            }
        }
    }
}
