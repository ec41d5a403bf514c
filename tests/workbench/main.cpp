#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "allocations.hpp"

int main(int count, char** words) {
    funnel::workbench::count_imgui();
    return doctest::Context(count, words).run();
}
