package dev.holdfast.app.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Rules on the shape of types: cycles, what is public, how wide constructors are.
public final class ShapeRules {
  /// More than this, and a concept is missing.
  static final int CONSTRUCTOR_PARAMETERS_MAX = 5;

  private static final Set<String> IO_TYPES =
      Set.of(
          "java.nio.file.Files",
          "java.nio.channels.FileChannel",
          "java.nio.channels.SocketChannel",
          "java.nio.channels.ServerSocketChannel",
          "java.nio.channels.DatagramChannel",
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.InetAddress",
          "java.net.URLConnection",
          "java.lang.ProcessBuilder",
          "java.lang.Process",
          "java.lang.ProcessHandle");
  private static final Set<String> IO_PACKAGES = Set.of("java.sql", "javax.sql", "java.net.http");
  private static final Set<String> PURE = Set.of("wire", "borg", "guard", "fleet");

  private ShapeRules() {}

  /// Rings of packages that depend on each other.
  public static List<String> cycles(JavaClasses classes) {
    return SlicesRuleDefinition.slices()
        .matching("dev.holdfast.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .evaluate(classes)
        .getFailureReport()
        .getDetails();
  }

  /// Input or output in a module that must not do any.
  public static List<String> impurities(JavaClasses classes) {
    var found = new TreeSet<String>();
    for (var user : classes) {
      if (ModuleMap.ownerOf(user.getPackageName()).filter(PURE::contains).isEmpty()) {
        continue;
      }
      for (var dependency : user.getDirectDependenciesFromSelf()) {
        var used = dependency.getTargetClass();
        if (IO_TYPES.contains(used.getName()) || IO_PACKAGES.contains(used.getPackageName())) {
          found.add(user.getName() + " uses " + used.getName());
        }
      }
    }
    return new ArrayList<>(found);
  }

  /// Callers of [dev.holdfast.secrets.Secret#use] in packages without a licence for it.
  public static List<String> secretReaders(JavaClasses classes, Set<String> licensed) {
    var found = new TreeSet<String>();
    for (var user : classes) {
      var fine = licensed.stream().anyMatch(user.getName()::startsWith);
      for (var access : user.getAccessesFromSelf()) {
        var target = access.getTargetOwner().getName() + "#" + access.getTarget().getName();
        if (!fine && target.equals("dev.holdfast.secrets.Secret#use")) {
          found.add(access.getDescription());
        }
      }
    }
    return new ArrayList<>(found);
  }

  /// Exceptions that can be extended or are not called so.
  public static List<String> oddExceptions(JavaClasses classes) {
    var found = new TreeSet<String>();
    for (var type : classes) {
      var named = type.getSimpleName().endsWith("Exception");
      var last = type.getModifiers().contains(JavaModifier.FINAL);
      if (type.isAssignableTo(Throwable.class) && !(named && last)) {
        found.add(type.getName());
      }
    }
    return new ArrayList<>(found);
  }

  /// Static fields that somebody could change: not final, or public arrays.
  public static List<String> sharedState(JavaClasses classes) {
    var found = new TreeSet<String>();
    for (var type : classes) {
      for (var field : type.getFields()) {
        if (field.getModifiers().contains(JavaModifier.STATIC) && isChangeable(field)) {
          found.add(field.getFullName());
        }
      }
    }
    return new ArrayList<>(found);
  }

  private static boolean isChangeable(JavaField field) {
    var modifiers = field.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (!modifiers.contains(JavaModifier.FINAL)
            || (modifiers.contains(JavaModifier.PUBLIC) && field.getRawType().isArray()));
  }

  /// Classes that anybody may extend.
  public static List<String> openClasses(JavaClasses classes) {
    var found = new TreeSet<String>();
    for (var type : classes) {
      var modifiers = type.getModifiers();
      var closed =
          modifiers.contains(JavaModifier.FINAL)
              || modifiers.contains(JavaModifier.ABSTRACT)
              || type.isEnum()
              || type.isInterface()
              || type.isAnonymousClass()
              || type.isSealed();
      if (!closed) {
        found.add(type.getName());
      }
    }
    return new ArrayList<>(found);
  }

  /// Constructors with more parameters than a reader keeps in mind; records are exempt, because
  /// their components have names where they are read.
  public static List<String> wideConstructors(JavaClasses classes, Set<String> exempt) {
    var found = new TreeSet<String>();
    for (var type : classes) {
      if (type.isRecord() || type.isAnonymousClass() || type.isLocalClass()) {
        continue;
      }
      for (var constructor : type.getConstructors()) {
        if (written(constructor, type) > CONSTRUCTOR_PARAMETERS_MAX
            && !exempt.contains(type.getName())) {
          found.add(constructor.getFullName());
        }
      }
    }
    return new ArrayList<>(found);
  }

  /// The parameters in the source: the compiler adds two for an enum, one for an inner class.
  private static int written(JavaConstructor constructor, JavaClass type) {
    var inner = type.isNestedClass() && !type.getModifiers().contains(JavaModifier.STATIC);
    return constructor.getRawParameterTypes().size() - (type.isEnum() ? 2 : inner ? 1 : 0);
  }

  /// Top-level types that only their package sees, in percent of all.
  public static int hiddenPercent(JavaClasses classes) {
    var all = 0;
    var hidden = 0;
    for (var type : classes) {
      if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
        all++;
        hidden += type.getModifiers().contains(JavaModifier.PUBLIC) ? 0 : 1;
      }
    }
    return all == 0 ? 0 : 100 * hidden / all;
  }
}
