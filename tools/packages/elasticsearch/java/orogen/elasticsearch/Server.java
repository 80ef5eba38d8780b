package orogen.elasticsearch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.elasticsearch.bootstrap.ServerArgs;
import org.elasticsearch.common.io.stream.OutputStreamStreamOutput;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.KeyStoreWrapper;
import org.elasticsearch.common.settings.SecureString;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;

/**
 * Starts the server in the place of the vendor's server-cli, which no registry has: reads settings and keystore and hands them
 * over on standard input. The vendor does it from a second JVM, this in the server's own.
 */
public final class Server {

    private Server() {}

    public static void main(String[] arguments) {
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
            } else if (argument.equals("-E") && !last && arguments[i + 1].contains("=")) {
                String[] pair = arguments[++i].split("=", 2);
                settings.put(pair[0], pair[1]);
            } else {
                refuse("unknown option " + argument + ": this launcher knows -p FILE, --quiet and -E NAME=VALUE");
            }
        }
        LogConfigurator.configureESLogging();
        try {
            System.setIn(new ByteArrayInputStream(handedOver(settings, pid, quiet)));
        } catch (Exception e) {
            refuse(e.toString());
        }
        Boot.run();
    }

    private static byte[] handedOver(Map<String, String> settings, Path pid, boolean quiet) throws Exception {
        settings.put("path.home", System.getProperty("es.path.home"));
        Path configuration = Path.of(System.getProperty("es.path.conf"));
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, settings, configuration, Server::host);
        KeyStoreWrapper keystore = KeyStoreWrapper.bootstrap(configuration, () -> new SecureString(new char[0]));
        ServerArgs handed = new ServerArgs(
            false, quiet, pid, keystore, environment.settings(), environment.configDir(), environment.logsDir());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStreamStreamOutput stream = new OutputStreamStreamOutput(bytes)) {
            handed.writeTo(stream);
        }
        return bytes.toByteArray();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static void refuse(String why) {
        System.err.println("elasticsearch: " + why);
        System.exit(78);
    }
}
