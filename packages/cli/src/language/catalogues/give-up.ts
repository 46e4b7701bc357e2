/** Why a read was left as it is, and what would make it movable, in each language. */
import type { Catalogue } from "../language.ts";
import type { GiveUpWords } from "./left-alone.ts";
import { LEFT_ALONE_EN } from "./left-alone-en.ts";
import { LEFT_ALONE_FR } from "./left-alone-fr.ts";

export const GIVE_UP_WORDS: Catalogue<GiveUpWords> = { en: LEFT_ALONE_EN, fr: LEFT_ALONE_FR };
