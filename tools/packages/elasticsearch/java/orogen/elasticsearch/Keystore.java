package orogen.elasticsearch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.KeyStoreWrapper;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;

/** The vendor's elasticsearch-keystore, as far as the profile calls it: create, list, add --stdin, remove. */
public final class Keystore {

    private static final char[] NO_PASSWORD = new char[0];

    private Keystore() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(System.getProperty("es.path.conf"));
        readSettings(folder);
        String command = arguments.length > 0 ? arguments[0] : "";
        String setting = arguments.length > 1 ? arguments[arguments.length - 1] : "";
        switch (command) {
            case "create" -> create(folder);
            case "list" -> new TreeSet<>(opened(folder).getSettingNames()).forEach(System.out::println);
            case "add" -> add(folder, setting, arguments);
            case "remove" -> remove(folder, setting);
            default -> throw refused("wants create, list, add --stdin [--force] SETTING or remove SETTING");
        }
    }

    /** As the vendor's tool: settings that cannot be read stop it, a variable that is not in the environment among them. */
    private static void readSettings(Path folder) {
        LogConfigurator.configureESLogging();
        Map<String, String> home = Map.of("path.home", System.getProperty("es.path.home"));
        try {
            InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, home, folder, () -> "unused");
        } catch (RuntimeException e) {
            throw refused(e.getCause() == null ? e.getMessage() : e.getMessage() + ": " + e.getCause().getMessage());
        }
    }

    private static void create(Path folder) throws Exception {
        if (Files.exists(KeyStoreWrapper.keystorePath(folder))) {
            throw refused("there is one in " + folder + " already: remove it first");
        }
        KeyStoreWrapper.create().save(folder, NO_PASSWORD);
        System.out.println("Created elasticsearch keystore in " + KeyStoreWrapper.keystorePath(folder));
    }

    private static void add(Path folder, String setting, String[] arguments) throws Exception {
        boolean stdin = false;
        boolean force = false;
        for (int i = 1; i < arguments.length - 1; i++) {
            stdin |= arguments[i].equals("--stdin") || arguments[i].equals("-x");
            force |= arguments[i].equals("--force") || arguments[i].equals("-f");
        }
        if (!stdin) {
            throw refused("add reads the value from standard input only: add --stdin SETTING");
        }
        KeyStoreWrapper keystore = opened(folder);
        if (keystore.getSettingNames().contains(setting) && !force) {
            throw refused(setting + " is set already: add --force");
        }
        String value = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        keystore.setString(setting, value.toCharArray());
        keystore.save(folder, NO_PASSWORD);
    }

    private static void remove(Path folder, String setting) throws Exception {
        KeyStoreWrapper keystore = opened(folder);
        if (!keystore.getSettingNames().contains(setting)) {
            throw refused(setting + " is not in it");
        }
        keystore.remove(setting);
        keystore.save(folder, NO_PASSWORD);
    }

    private static KeyStoreWrapper opened(Path folder) throws Exception {
        KeyStoreWrapper keystore = KeyStoreWrapper.load(folder);
        if (keystore == null) {
            throw refused("none in " + folder + ": use create");
        }
        try {
            keystore.decrypt(NO_PASSWORD);
        } catch (SecurityException | IOException e) {
            throw refused("has a password, which this stand-in does not support");
        }
        return keystore;
    }

    private static RuntimeException refused(String why) {
        System.err.println("elasticsearch-keystore: " + why);
        System.exit(65);
        return new IllegalStateException(why);
    }
}
