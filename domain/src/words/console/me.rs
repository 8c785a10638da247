//! What somebody sets for their own console.

use super::super::words;

words! {
    MyDesk, my_desk {
        title: "Your settings",
        area: "Console",
        keyboard: "Keyboard",
        keys: "Use single keys",
        keys_hint: "r to reply, j and k to move, ? for all of them. They never work while you type; Ctrl and K always opens the palette.",
        see_keys: "See all keys",
        look: "Look",
        look_hint: "Kept in this browser, for the console and the portal.",
        theme: "Theme",
        system: "As the system",
        light: "Light",
        dark: "Dark",
        density: "Space between rows",
        roomy: "Roomy",
        dense: "Dense",
        you: "You",
        you_hint: "Name, language, time zone and password are the same in the portal.",
        account: "Open your account",
        name: "Name",
        lang: "Language",
        role: "Role",
    }
}
