// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the settings of a YAML file: {@code tls: {cert: a.pem}} is {@code tls-cert: a.pem}, and a list gives an option several values. */
final class YamlSettings {
    /** A file of settings has no use for aliases. */
    private static final int MAX_ALIASES = 0;

    private final Path file;
    private final Options options;
    private final List<Mistake> mistakes;
    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlSettings(Path file, Options options, List<Mistake> mistakes) {
        this.file = file;
        this.options = options;
        this.mistakes = mistakes;
    }

    /** What stands in the file; what is wrong with its form is added to the mistakes. */
    static List<Setting> read(Path file, Options options, List<Mistake> mistakes) {
        YamlSettings reading = new YamlSettings(file, options, mistakes);
        try {
            reading.compose().ifPresent(reading::root);
        } catch (NoSuchFileException e) {
            mistakes.add(new Mistake(file.toString(), "", "no such file"));
        } catch (CharacterCodingException e) {
            mistakes.add(new Mistake(file.toString(), "", "no text, expected YAML in UTF-8"));
        } catch (IOException e) {
            mistakes.add(new Mistake(file.toString(), "", "cannot be read: " + e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            String at = file + e.getProblemMark().map(mark -> ":" + line(mark)).orElse("");
            mistakes.add(new Mistake(at, "", "no YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            mistakes.add(new Mistake(file.toString(), "", "no YAML: " + e.getMessage()));
        }
        return reading.settings;
    }

    private Optional<Node> compose() throws IOException {
        LoadSettings form = LoadSettings.builder()
                .setLabel(file.toString())
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        return new Compose(form).composeString(Files.readString(file));
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static int line(Node node) {
        return node.getStartMark().map(YamlSettings::line).orElse(0);
    }

    private String where(Node node) {
        return file + ":" + line(node);
    }

    private void root(Node root) {
        if (root instanceof MappingNode mapping) {
            mapping(mapping, "", "");
        } else if (!isNull(root)) {
            mistakes.add(
                    new Mistake(where(root), "", "no settings, expected lines such as 'listen: udp:0.0.0.0:5060'"));
        }
    }

    /** Reads what is below a key; {@code path} is how it was written, {@code prefix} the beginning of the options' names. */
    private void mapping(MappingNode mapping, String path, String prefix) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                String written = path.isEmpty() ? key.getValue() : path + '.' + key.getValue();
                String name = prefix.isEmpty() ? key.getValue() : prefix + '-' + key.getValue();
                entry(new Setting(where(key), written, name, List.of()), line(key), tuple.getValueNode());
            } else {
                mistakes.add(new Mistake(where(tuple.getKeyNode()), path, "not a key, expected a plain word"));
            }
        }
    }

    private void entry(Setting key, int line, Node value) {
        if (value instanceof MappingNode below && !options.isMap(key.name())) {
            if (options.hasBelow(key.name())) {
                mapping(below, key.key(), key.name());
            } else if (options.has(key.name())) {
                mistakes.add(key.mistake("has keys below it, expected a value"));
            } else {
                add(key, line, List.of());
            }
            return;
        }
        values(key, value).ifPresent(values -> add(key, line, values));
    }

    private void add(Setting key, int line, List<String> values) {
        Integer before = lines.putIfAbsent(key.name(), line);
        if (before == null) {
            settings.add(new Setting(key.where(), key.key(), key.name(), values));
        } else {
            mistakes.add(key.mistake("is set before, in line " + before + "; expected once"));
        }
    }

    private Optional<List<String>> values(Setting key, Node value) {
        if (value instanceof ScalarNode scalar && !isNull(value)) {
            return Optional.of(List.of(scalar.getValue()));
        }
        if (value instanceof SequenceNode list) {
            return all(list.getValue(), item -> scalar(key, item));
        }
        if (value instanceof MappingNode pairs) {
            return all(
                    pairs.getValue(),
                    pair -> scalar(key, pair.getKeyNode())
                            .flatMap(name -> scalar(key, pair.getValueNode()).map(text -> name + '=' + text)));
        }
        mistakes.add(key.mistake("has no value"));
        return Optional.empty();
    }

    private Optional<String> scalar(Setting key, Node node) {
        if (node instanceof ScalarNode scalar && !isNull(node)) {
            return Optional.of(scalar.getValue());
        }
        mistakes.add(new Mistake(where(node), key.key(), "no plain value, expected text or a number"));
        return Optional.empty();
    }

    private static <T> Optional<List<String>> all(List<T> items, Function<T, Optional<String>> read) {
        List<String> values = new ArrayList<>();
        for (T item : items) {
            Optional<String> value = read.apply(item);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
