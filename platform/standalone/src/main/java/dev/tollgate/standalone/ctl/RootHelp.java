package dev.tollgate.standalone.ctl;

import java.util.LinkedHashMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The help of the whole, and how all help is laid out. */
final class RootHelp {
    private static final int WIDTH = 110;
    private static final int OPTION_WIDTH = 40;

    private RootHelp() {}

    static CommandSpec spec(String name) {
        var spec = CommandGroup.spec(name);
        var codes = new LinkedHashMap<String, String>();
        for (var code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.meaning());
        }
        spec.usageMessage()
                .description(
                        "The admin API as commands, made from the server's /control/openapi.json.",
                        "Tables for people, --json for programs. See also COMMAND --help.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes)
                .footer(
                        "",
                        "Server and token come from --control and --token-file, else from TOLLGATE_CONTROL and",
                        "TOLLGATE_OPERATOR_TOKEN, else from the running dev. Tenant and workspace come from --tenant and",
                        "--workspace, else from TOLLGATE_TENANT and TOLLGATE_WORKSPACE, else from ctl use; for reads only,",
                        "else from the running dev.");
        spec.addArgGroup(CommonOptions.group());
        return spec;
    }

    static CommandLine configured(CommandLine commandLine) {
        return commandLine
                .setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setInterpolateVariables(false)
                .setUsageHelpLongOptionsMaxWidth(OPTION_WIDTH)
                .setUsageHelpWidth(WIDTH);
    }

    /** Text from a document, safe from being read as a format or as markup. */
    static String plain(String text) {
        return text.replace("%", "%%").replace("@|", "@ |");
    }
}
