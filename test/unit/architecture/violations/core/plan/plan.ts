import { readFileSync } from 'node:fs';
import OpenAI from 'openai';
import { run } from '../run/run';
import { show } from '../../ui/show';
export const plan = [readFileSync, OpenAI, run, show];
